module ndc/tools/charts/envoy-gateway

go 1.24.0

require github.com/envoyproxy/gateway v1.9.1
