module ndc/tools/charts/baremetal-operator

go 1.24.0

require github.com/metal3-io/baremetal-operator v0.13.0
