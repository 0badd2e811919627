module ndc/tools/charts/plugin-barman-cloud

go 1.24.0

require github.com/cloudnative-pg/plugin-barman-cloud v0.15.0
