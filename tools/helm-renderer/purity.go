package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
)

// What a reviewer signs must be what is applied, so a release must give the same objects at every
// render. It is rendered twice, and the second time everything is changed that must not matter: the
// random numbers, the date, what the cluster answers to lookup, and whether the release is new.

// drawsFromFew finds functions that can give the same result twice by luck.
var drawsFromFew = regexp.MustCompile(`\b(randInt|shuffle|rand[A-Z][a-z]+)\b`)

const extraPasses = 16

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
		passes := 1
		if try.text == random && mentions(source, drawsFromFew) {
			passes = extraPasses
		}
		for range passes {
			again, err := render(source, release, kube, try.vary)
			if difference := compare(first, again, err); difference != "" {
				return fmt.Errorf("refused: two renders differ (%s): %s", try.text, difference)
			}
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
