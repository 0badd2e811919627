package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"helm.sh/helm/v3/pkg/releaseutil"
	"sigs.k8s.io/yaml"
)

// Object is one rendered object and the template it came from.
type Object struct {
	Source string
	JSON   json.RawMessage
}

// variation is what a pass changes that a chart must not depend on.
type variation struct {
	clock   bool // templates see another date
	lookup  bool // the cluster answers every lookup with an object
	upgrade bool // the release is upgraded to revision 2
}

// render does what Helm's install action does in client-only mode, on a private copy of the chart.
func render(source *chart.Chart, release Release, kube chartutil.KubeVersion, vary variation) ([]Object, error) {
	copied := copyChart(source)
	values, _ := copyValue(map[string]any(release.Values)).(map[string]any)
	if values == nil {
		values = map[string]any{}
	}
	if err := chartutil.ProcessDependenciesWithMerge(copied, values); err != nil {
		return nil, err
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	capabilities.KubeVersion = kube
	capabilities.APIVersions = append(capabilities.APIVersions, release.APIVersions...)
	if wanted := copied.Metadata.KubeVersion; wanted != "" && !chartutil.IsCompatibleRange(wanted, kube.String()) {
		return nil, fmt.Errorf("the chart requires Kubernetes %s, which excludes %s", wanted, kube.String())
	}
	options := chartutil.ReleaseOptions{Name: release.Name, Namespace: release.Namespace, Revision: 1, IsInstall: true}
	if vary.upgrade {
		options.Revision, options.IsInstall, options.IsUpgrade = 2, false, true
	}
	top, err := chartutil.ToRenderValuesWithSchemaValidation(copied, values, options, capabilities, false)
	if err != nil {
		return nil, errors.New(inOrder(err.Error()))
	}
	if vary.clock {
		moveClock(copied)
	}
	var files map[string]string
	if vary.lookup {
		files, err = engine.RenderWithClientProvider(copied, top, answeringCluster{})
	} else {
		files, err = engine.Render(copied, top)
	}
	if err != nil {
		return nil, err
	}
	return collect(copied, files, release.SkipCRDs)
}

// inOrder sorts what the schema validator says: it visits maps, so the same mistakes come in any order. Lines that
// belong to the one before are indented and stay with it.
func inOrder(text string) string {
	var sorted, entries []string
	flush := func() {
		sort.Strings(entries)
		sorted = append(sorted, entries...)
		entries = nil
	}
	for line := range strings.Lines(strings.TrimRight(text, "\n") + "\n") {
		switch {
		case strings.HasPrefix(line, "- "):
			entries = append(entries, line)
		case strings.HasPrefix(line, " ") && len(entries) > 0:
			entries[len(entries)-1] += line
		default:
			flush()
			sorted = append(sorted, line)
		}
	}
	flush()
	return strings.TrimRight(strings.Join(sorted, ""), "\n")
}

// collect puts CRDs of crds/ first, then manifests, then hooks, as Helm does.
func collect(source *chart.Chart, files map[string]string, skipCRDs bool) ([]Object, error) {
	for name := range files {
		if strings.HasSuffix(name, "NOTES.txt") {
			delete(files, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(files, nil, releaseutil.InstallOrder)
	if err != nil {
		return nil, err
	}
	var objects []Object
	if !skipCRDs {
		for _, crd := range source.CRDObjects() {
			documents := releaseutil.SplitManifests(string(crd.File.Data))
			for _, key := range sortedDocuments(documents) {
				if objects, err = appendObject(objects, crd.Filename, documents[key]); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, manifest := range manifests {
		if objects, err = appendObject(objects, manifest.Name, manifest.Content); err != nil {
			return nil, err
		}
	}
	for _, hook := range hooks {
		if objects, err = appendObject(objects, hook.Path, hook.Manifest); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

// appendObject parses one YAML document; a v1 List is replaced by its items, as the API machinery does.
func appendObject(objects []Object, source, text string) ([]Object, error) {
	raw, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%s renders to something that is not YAML: %w", source, err)
	}
	if string(raw) == "null" {
		return objects, nil
	}
	var head struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Items      []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(raw, &head); err != nil || head.APIVersion == "" || head.Kind == "" {
		return nil, errors.Join(fmt.Errorf("%s renders to a document that is not a Kubernetes object (apiVersion and kind are required)", source), err)
	}
	if head.APIVersion == "v1" && head.Kind == "List" {
		for _, item := range head.Items {
			objects = append(objects, Object{source, item})
		}
		return objects, nil
	}
	return append(objects, Object{source, raw}), nil
}

// copyChart copies what rendering changes: values, metadata of dependencies, and the tree itself.
func copyChart(source *chart.Chart) *chart.Chart {
	values, _ := copyValue(source.Values).(map[string]any)
	metadata := *source.Metadata
	metadata.Dependencies = nil
	for _, dependency := range source.Metadata.Dependencies {
		one := *dependency
		one.ImportValues, _ = copyValue(dependency.ImportValues).([]any)
		metadata.Dependencies = append(metadata.Dependencies, &one)
	}
	result := &chart.Chart{
		Raw: source.Raw, Metadata: &metadata, Lock: source.Lock, Values: values, Schema: source.Schema,
		Templates: source.Templates, Files: source.Files,
	}
	for _, child := range source.Dependencies() {
		result.AddDependency(copyChart(child))
	}
	return result
}

func copyValue(value any) any {
	switch typed := value.(type) {
	case map[string]any:
		if typed == nil {
			return typed
		}
		result := make(map[string]any, len(typed))
		for key, item := range typed {
			result[key] = copyValue(item)
		}
		return result
	case []any:
		if typed == nil {
			return typed
		}
		result := make([]any, len(typed))
		for index, item := range typed {
			result[index] = copyValue(item)
		}
		return result
	default:
		return value
	}
}

func sortedDocuments(documents map[string]string) []string {
	keys := make([]string, 0, len(documents))
	for key := range documents {
		keys = append(keys, key)
	}
	sort.Sort(releaseutil.BySplitManifestsOrder(keys))
	return keys
}
