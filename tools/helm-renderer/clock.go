package main

import (
	"reflect"
	"sort"
	"text/template/parse"

	"helm.sh/helm/v3/pkg/chart"
)

// moveClock makes templates see a fixed date far from today. Helm gives no way to set the clock, so
// the calls are replaced in the parsed templates; a template that does not parse is left as it is.
func moveClock(source *chart.Chart) {
	templates := make([]*chart.File, len(source.Templates))
	for index, file := range source.Templates {
		templates[index] = &chart.File{Name: file.Name, Data: replaceCalls(file.Name, file.Data)}
	}
	source.Templates = templates
	for _, child := range source.Dependencies() {
		moveClock(child)
	}
}

var clockCalls = map[string]string{
	"now": `(toDate "2006-01-02" "2001-02-03")`,
	"ago": `quote`,
}

func replaceCalls(name string, text []byte) []byte {
	trees := map[string]*parse.Tree{}
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	if _, err := tree.Parse(string(text), "", "", trees); err != nil {
		return text
	}
	found := map[int]string{}
	for _, one := range trees {
		if one.Root != nil {
			walk(reflect.ValueOf(one.Root), found)
		}
	}
	positions := make([]int, 0, len(found))
	for position := range found {
		positions = append(positions, position)
	}
	sort.Sort(sort.Reverse(sort.IntSlice(positions)))
	result := string(text)
	for _, position := range positions {
		call := found[position]
		result = result[:position] + clockCalls[call] + result[position+len(call):]
	}
	return []byte(result)
}

// walk visits the exported fields of parse nodes and keeps the positions of clock calls.
func walk(node reflect.Value, found map[int]string) {
	switch node.Kind() {
	case reflect.Interface, reflect.Pointer:
		if node.IsNil() {
			return
		}
		if identifier, ok := node.Interface().(*parse.IdentifierNode); ok {
			if _, clock := clockCalls[identifier.Ident]; clock {
				found[int(identifier.Pos)] = identifier.Ident
			}
			return
		}
		walk(node.Elem(), found)
	case reflect.Slice:
		for index := range node.Len() {
			walk(node.Index(index), found)
		}
	case reflect.Struct:
		for index := range node.NumField() {
			if node.Type().Field(index).IsExported() {
				walk(node.Field(index), found)
			}
		}
	}
}
