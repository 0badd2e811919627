module ndc/tools/charts/rook

go 1.24.0

require github.com/rook/rook v1.20.6
