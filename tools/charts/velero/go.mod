module ndc/tools/charts/velero

go 1.24.0

require github.com/vmware-tanzu/velero v1.18.3
