package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// write makes a chart folder from a map of path to text and gives its path.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	if _, ok := files["Chart.yaml"]; !ok {
		files["Chart.yaml"] = "apiVersion: v2\nname: sample\nversion: 1.0.0\n"
	}
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func answers(t *testing.T, releases ...Release) map[string]Result {
	t.Helper()
	request, err := json.Marshal(Request{KubeVersion: "1.36.3", Releases: releases})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(bytes.NewReader(request), &out); err != nil {
		t.Fatal(err)
	}
	results := map[string]Result{}
	for line := range strings.Lines(out.String()) {
		var result Result
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatal(err)
		}
		results[result.ID] = result
	}
	if len(results) != len(releases) {
		t.Fatalf("%d releases, %d answers", len(releases), len(results))
	}
	return results
}

func render1(t *testing.T, files map[string]string, values map[string]any) Result {
	t.Helper()
	return answers(t, Release{ID: "one", Chart: write(t, files), Name: "sample", Namespace: "ns", Values: values})["one"]
}

func kinds(result Result) string {
	var names []string
	for _, object := range result.Objects {
		var head struct{ Kind string }
		_ = json.Unmarshal(object, &head)
		names = append(names, head.Kind)
	}
	return strings.Join(names, " ")
}

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  value: "

func TestObjectsStandInInstallOrderWithDefinitionsFirstAndHooksLast(t *testing.T) {
	files := map[string]string{
		"crds/crd.yaml":          "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a\n",
		"templates/a-dep.yaml":   "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n",
		"templates/hook.yaml":    "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: h\n  annotations:\n    helm.sh/hook: pre-install\n",
		"templates/ns.yaml":      "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: n\n",
		"templates/list.yaml":    "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata:\n    name: s\n",
		"templates/NOTES.txt":    "installed at {{ now }}",
		"templates/_partial.tpl": "{{ define \"x\" }}{{ end }}",
	}
	chart := write(t, files)
	results := answers(t, Release{ID: "with", Chart: chart, Name: "r", Namespace: "n"}, Release{ID: "without", Chart: chart, Name: "r", Namespace: "n", SkipCRDs: true})
	if got := kinds(results["with"]); got != "CustomResourceDefinition Namespace Deployment Secret Job" {
		t.Errorf("got %s: %s", got, results["with"].Error)
	}
	if got := kinds(results["without"]); got != "Namespace Deployment Secret Job" {
		t.Errorf("got %s", got)
	}
}

func TestWhatChangesBetweenRendersIsRefusedWithItsCause(t *testing.T) {
	cases := map[string]struct{ template, cause string }{
		"random text":       {configMap + `{{ randAlphaNum 12 }}`, "random values"},
		"a small random":    {configMap + `"{{ randInt 0 3 }}"`, "random values"},
		"a new certificate": {configMap + `{{ (genCA "x" 1).Cert | b64enc }}`, "random values"},
		"the year":          {configMap + `{{ now | date "2006" | quote }}`, "the date (now)"},
		"the year by field": {configMap + `"{{ now.Year }}"`, "the date (now)"},
		"a duration":        {configMap + `{{ ago (toDate "2006-01-02" "2020-01-01") }}`, "the date (now)"},
		"the cluster":       {configMap + `{{ if lookup "v1" "Secret" "ns" "s" }}old{{ else }}new{{ end }}`, "what is in the cluster (lookup)"},
		"a list of it":      {configMap + `"{{ if (lookup "v1" "Node" "" "").items }}some{{ end }}"`, "what is in the cluster (lookup)"},
		"the revision":      {configMap + `"{{ .Release.Revision }}"`, "whether the release is new"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			result := render1(t, map[string]string{"templates/one.yaml": test.template + "\n"}, nil)
			if !strings.Contains(result.Error, "refused: two renders differ ("+test.cause) || len(result.Objects) != 0 {
				t.Errorf("got %q and %d objects", result.Error, len(result.Objects))
			}
			if !strings.Contains(result.Error, "templates/one.yaml") {
				t.Errorf("the template is not named: %q", result.Error)
			}
		})
	}
}

func TestWhatDoesNotReachTheOutputIsAllowed(t *testing.T) {
	for name, template := range map[string]string{
		"an unused random default": configMap + `{{ default (randAlphaNum 12) "fixed" }}`,
		"a date in a comment":      configMap + "fixed # {{ now }}",
		"a lookup with no effect":  configMap + `{{ $x := lookup "v1" "Secret" "ns" "s" }}fixed`,
		"a fixed date":             configMap + `{{ toDate "2006-01-02" "2020-01-01" | date "2006" | quote }}`,
		"a value called now":       configMap + `{{ .Values.now }}`,
	} {
		t.Run(name, func(t *testing.T) {
			result := render1(t, map[string]string{"templates/one.yaml": template + "\n", "values.yaml": "now: fixed\n"}, nil)
			if result.Error != "" || len(result.Objects) != 1 {
				t.Errorf("got %q and %d objects", result.Error, len(result.Objects))
			}
		})
	}
}

func TestValuesMustFitTheSchema(t *testing.T) {
	result := render1(t, map[string]string{
		"templates/one.yaml": configMap + "x\n",
		"values.schema.json": `{"type":"object","additionalProperties":false,"properties":{"replicas":{"type":"integer"}}}`,
	}, map[string]any{"replica": 3})
	if !strings.Contains(result.Error, "values don't meet the specifications of the schema(s)") || !strings.Contains(result.Error, "'replica'") {
		t.Errorf("got %q", result.Error)
	}
}

func TestOneChartGivesEachReleaseItsOwnValues(t *testing.T) {
	chart := write(t, map[string]string{
		"values.yaml":                   "a: {b: 1}\n",
		"templates/one.yaml":            configMap + "\"{{ .Values.a.b }} {{ .Release.Name }}\"\n",
		"charts/sub/Chart.yaml":         "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
		"charts/sub/values.yaml":        "x: default\n",
		"charts/sub/templates/two.yaml": "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ .Values.x }}\n",
		"Chart.yaml":                    "apiVersion: v2\nname: sample\nversion: 1.0.0\ndependencies:\n- {name: sub, version: 1.0.0, condition: sub.enabled}\n",
	})
	var releases []Release
	for _, id := range strings.Split("abcdefgh", "") {
		values := map[string]any{"a": map[string]any{"b": id}, "sub": map[string]any{"enabled": id < "e", "x": id}}
		releases = append(releases, Release{ID: id, Chart: chart, Name: "r-" + id, Namespace: "n", Values: values})
	}
	for id, result := range answers(t, releases...) {
		want := 1
		if id < "e" {
			want = 2
		}
		text := fmt.Sprintf("%s", result.Objects)
		if len(result.Objects) != want || !strings.Contains(text, `"`+id+" r-"+id+`"`) {
			t.Errorf("%s: %d objects: %s %s", id, len(result.Objects), text, result.Error)
		}
	}
}

func TestAFailingReleaseDoesNotTouchTheOthers(t *testing.T) {
	good := write(t, map[string]string{"templates/one.yaml": configMap + "x\n"})
	bad := write(t, map[string]string{"templates/one.yaml": configMap + "{{ fail \"no\" }}\n"})
	old := write(t, map[string]string{"Chart.yaml": "apiVersion: v2\nname: old\nversion: 1.0.0\nkubeVersion: '<1.30.0'\n"})
	text := write(t, map[string]string{"templates/one.yaml": "just text\n"})
	results := answers(t, Release{ID: "good", Chart: good}, Release{ID: "bad", Chart: bad}, Release{ID: "old", Chart: old}, Release{ID: "none", Chart: good + "/none"}, Release{ID: "text", Chart: text})
	for id, want := range map[string]string{"bad": "no", "old": "requires Kubernetes <1.30.0, which excludes v1.36.3", "none": "cannot be loaded", "text": "templates/one.yaml"} {
		if !strings.Contains(results[id].Error, want) {
			t.Errorf("%s: got %q", id, results[id].Error)
		}
	}
	if results["good"].Error != "" || len(results["good"].Objects) != 1 {
		t.Errorf("good: got %+v", results["good"])
	}
}

func TestARequestThatIsNoJSONIsAnError(t *testing.T) {
	for _, request := range []string{"", "{", `{"kubeVersion":"latest"}`} {
		if err := run(strings.NewReader(request), &bytes.Buffer{}); err == nil {
			t.Errorf("%q was accepted", request)
		}
	}
}
