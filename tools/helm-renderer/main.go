// Command helm-renderer renders Helm releases without a cluster and without a network.
//
// It reads one JSON document on standard input,
//
//	{"kubeVersion": "1.36.0",
//	 "releases": [{"id", "chart", "name", "namespace", "values", "skipCrds", "apiVersions"}]}
//
// where "chart" is the path of a chart folder or of a .tgz, and writes one JSON line for each release,
// in the order in which they are ready:
//
//	{"id", "objects": [...], "error": "..."}
//
// Objects stand in Helm's install order; hooks follow, in Helm's hook order, and keep their
// helm.sh/hook annotation. A release that cannot be rendered, whose values the chart's schema does not
// allow, or whose output is not a function of chart and values (see purity.go) has "error" and no
// objects. The exit status is 0 when every release was answered, 2 when the request could not be read.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"sync"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
)

// Request is the document on standard input.
type Request struct {
	KubeVersion string    `json:"kubeVersion"`
	Releases    []Release `json:"releases"`
}

// Release is one release to render.
type Release struct {
	ID        string `json:"id"`
	Chart     string `json:"chart"`
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	// Values hold numbers as float64, as the Terraform provider hands them to Helm: a template prints
	// 1000000 as 1e+06 there too.
	Values      map[string]any `json:"values"`
	SkipCRDs    bool           `json:"skipCrds"`
	APIVersions []string       `json:"apiVersions"`
}

// Result is one line on standard output.
type Result struct {
	ID      string            `json:"id"`
	Objects []json.RawMessage `json:"objects"`
	Error   string            `json:"error,omitempty"`
}

// charts loads each chart once, however many releases use it.
type charts struct {
	mu    sync.Mutex
	byDir map[string]func() (*chart.Chart, error)
}

func (c *charts) load(path string) (*chart.Chart, error) {
	c.mu.Lock()
	once, ok := c.byDir[path]
	if !ok {
		once = sync.OnceValues(func() (*chart.Chart, error) { return loader.Load(path) })
		c.byDir[path] = once
	}
	c.mu.Unlock()
	return once()
}

func run(in io.Reader, out io.Writer) error {
	var request Request
	if err := json.NewDecoder(in).Decode(&request); err != nil {
		return fmt.Errorf("the request on standard input is not the expected JSON document: %w", err)
	}
	kube, err := chartutil.ParseKubeVersion(request.KubeVersion)
	if err != nil {
		return fmt.Errorf("kubeVersion %q is not a version: %w", request.KubeVersion, err)
	}

	loaded := &charts{byDir: map[string]func() (*chart.Chart, error){}}
	jobs := make(chan Release)
	results := make(chan Result)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for release := range jobs {
				results <- answer(loaded, release, *kube)
			}
		}()
	}
	go func() {
		for _, release := range request.Releases {
			jobs <- release
		}
		close(jobs)
		workers.Wait()
		close(results)
	}()

	buffered := bufio.NewWriterSize(out, 1<<20)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for result := range results {
		if err := encoder.Encode(result); err != nil {
			return err
		}
		if err := buffered.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// answer never panics: a template function that does is an error of that release alone.
func answer(loaded *charts, release Release, kube chartutil.KubeVersion) (result Result) {
	result = Result{ID: release.ID, Objects: []json.RawMessage{}}
	defer func() {
		if recovered := recover(); recovered != nil {
			result = Result{ID: release.ID, Objects: []json.RawMessage{}, Error: fmt.Sprintf("rendering stopped: %v", recovered)}
		}
	}()
	source, err := loaded.load(release.Chart)
	if err != nil {
		result.Error = fmt.Sprintf("the chart cannot be loaded: %v", err)
		return result
	}
	objects, err := renderPure(source, release, kube)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	for _, object := range objects {
		result.Objects = append(result.Objects, object.JSON)
	}
	return result
}

func main() {
	log.SetOutput(os.Stderr)
	log.SetFlags(0)
	if err := run(bufio.NewReaderSize(os.Stdin, 1<<20), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "helm-renderer:", err)
		os.Exit(2)
	}
}
