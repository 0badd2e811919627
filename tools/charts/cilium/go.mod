module ndc/tools/charts/cilium

go 1.24.0

require github.com/cilium/cilium v1.20.2
