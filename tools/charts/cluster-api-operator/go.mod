module ndc/tools/charts/cluster-api-operator

go 1.24.0

require sigs.k8s.io/cluster-api-operator v0.29.0
