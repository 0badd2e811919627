module ndc/tools/charts/cloudnative-pg

go 1.24.0

require github.com/cloudnative-pg/cloudnative-pg v1.30.0
