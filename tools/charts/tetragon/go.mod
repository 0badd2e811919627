module ndc/tools/charts/tetragon

go 1.24.0

require github.com/cilium/tetragon v1.7.0
