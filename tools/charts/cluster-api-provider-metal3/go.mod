module ndc/tools/charts/cluster-api-provider-metal3

go 1.24.0

require github.com/metal3-io/cluster-api-provider-metal3 v1.13.2
