module ndc/tools/charts/cluster-api

go 1.24.0

require sigs.k8s.io/cluster-api v1.13.4
