package main

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"text/template/parse"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/releaseutil"
	"k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/dynamic"
)

// What a reviewer signs must be what is applied, so a release must give the same objects at every
// render. It is rendered twice, and the second time everything is changed that must not matter: the
// random numbers, the date, what the cluster answers to lookup, and whether the release is new.

// drawsFromFew finds functions that can give the same result twice by luck.
var drawsFromFew = regexp.MustCompile(`\b(randInt|shuffle|rand[A-Z][a-z]+)\b`)

const extraPasses = 8

func renderPure(source *chart.Chart, release Release, kube chartutil.KubeVersion) ([]Object, error) {
	first, err := render(source, release, kube, variation{})
	if err != nil {
		return nil, err
	}
	second, err := render(source, release, kube, variation{clock: true, lookup: true, upgrade: true})
	if difference := compare(first, second, err); difference != "" {
		return nil, refusal(source, release, kube, first, difference)
	}
	if !mentions(source, drawsFromFew) {
		return first, nil
	}
	for range extraPasses {
		again, err := render(source, release, kube, variation{})
		if difference := compare(first, again, err); difference != "" {
			return nil, fmt.Errorf("refused: two renders differ (%s): %s", random, difference)
		}
	}
	return first, nil
}

const random = "random values or new certificates (rand*, genCA, genSignedCert, uuidv4, htpasswd, …); give them in values or by a Secret's name"

// refusal changes one thing at a time to say which one matters.
func refusal(source *chart.Chart, release Release, kube chartutil.KubeVersion, first []Object, together string) error {
	tries := []struct {
		text string
		vary variation
	}{
		{random, variation{}},
		{"the date (now); give it in values", variation{clock: true}},
		{"what is in the cluster (lookup); give it in values", variation{lookup: true}},
		{"whether the release is new (.Release.IsInstall, .IsUpgrade, .Revision)", variation{upgrade: true}},
	}
	for _, try := range tries {
		again, err := render(source, release, kube, try.vary)
		if difference := compare(first, again, err); difference != "" {
			return fmt.Errorf("refused: two renders differ (%s): %s", try.text, difference)
		}
	}
	return fmt.Errorf("refused: two renders differ (several things together): %s", together)
}

// compare names the first object that differs, or gives "" for none.
func compare(first, second []Object, err error) string {
	if err != nil {
		return fmt.Sprintf("the second fails: %v", err)
	}
	if len(first) != len(second) {
		return fmt.Sprintf("%d objects, then %d", len(first), len(second))
	}
	for index, one := range first {
		if string(one.JSON) != string(second[index].JSON) {
			return fmt.Sprintf("%s in %s%s", title(one), one.Source, firstPath(one.JSON, second[index].JSON))
		}
	}
	return ""
}

func title(object Object) string {
	var head struct {
		Kind     string
		Metadata struct{ Name, Namespace string }
	}
	_ = json.Unmarshal(object.JSON, &head)
	return strings.TrimSuffix(head.Kind+" "+head.Metadata.Name, " ")
}

func firstPath(one, other json.RawMessage) string {
	var left, right any
	if json.Unmarshal(one, &left) != nil || json.Unmarshal(other, &right) != nil {
		return ""
	}
	return " at " + pathOf(left, right, "")
}

func pathOf(left, right any, path string) string {
	leftMap, ok := left.(map[string]any)
	rightMap, both := right.(map[string]any)
	if ok && both {
		keys := make([]string, 0, len(leftMap)+len(rightMap))
		for key := range leftMap {
			keys = append(keys, key)
		}
		for key := range rightMap {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			if !reflect.DeepEqual(leftMap[key], rightMap[key]) {
				return pathOf(leftMap[key], rightMap[key], path+"."+key)
			}
		}
	}
	leftList, ok := left.([]any)
	rightList, both := right.([]any)
	if ok && both && len(leftList) == len(rightList) {
		for index := range leftList {
			if !reflect.DeepEqual(leftList[index], rightList[index]) {
				return pathOf(leftList[index], rightList[index], fmt.Sprintf("%s[%d]", path, index))
			}
		}
	}
	return path
}

func mentions(source *chart.Chart, pattern *regexp.Regexp) bool {
	for _, file := range source.Templates {
		if pattern.Match(file.Data) {
			return true
		}
	}
	for _, child := range source.Dependencies() {
		if mentions(child, pattern) {
			return true
		}
	}
	return false
}

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

// answeringCluster answers every lookup with one object, so that a chart that asks shows it.
type answeringCluster struct{}

func (answeringCluster) GetClientFor(apiVersion, kind string) (dynamic.NamespaceableResourceInterface, bool, error) {
	return answeringResource{apiVersion: apiVersion, kind: kind}, true, nil
}

type answeringResource struct {
	dynamic.NamespaceableResourceInterface
	apiVersion, kind, namespace string
}

func (a answeringResource) Namespace(namespace string) dynamic.ResourceInterface {
	a.namespace = namespace
	return a
}

func (a answeringResource) object(name string) unstructured.Unstructured {
	return unstructured.Unstructured{Object: map[string]any{
		"apiVersion": a.apiVersion, "kind": a.kind, "data": map[string]any{},
		"metadata": map[string]any{"name": name, "namespace": a.namespace, "uid": "00000000-0000-0000-0000-000000000000"},
	}}
}

func (a answeringResource) Get(_ context.Context, name string, _ v1.GetOptions, _ ...string) (*unstructured.Unstructured, error) {
	object := a.object(name)
	return &object, nil
}

func (a answeringResource) List(context.Context, v1.ListOptions) (*unstructured.UnstructuredList, error) {
	return &unstructured.UnstructuredList{Items: []unstructured.Unstructured{a.object("answer")}}, nil
}

func sortedDocuments(documents map[string]string) []string {
	keys := make([]string, 0, len(documents))
	for key := range documents {
		keys = append(keys, key)
	}
	sort.Sort(releaseutil.BySplitManifestsOrder(keys))
	return keys
}
