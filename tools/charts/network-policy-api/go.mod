module ndc/tools/charts/network-policy-api

go 1.24.0

require sigs.k8s.io/network-policy-api v0.2.0
