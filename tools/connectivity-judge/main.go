// Command connectivity-judge gives the verdicts of netpol-analyzer, a static analyzer of network policies.
//
// Standard input: one case a line, {"id", "namespaces", "pods", "networkPolicies", "adminNetworkPolicies", "baselineAdminNetworkPolicy", "queries"}:
// Kubernetes objects as the API server would store them, the cluster-wide ones as v1alpha1, and queries [source, destination, protocol, destination
// port], each end a pod `namespace/name` or an address. Standard output: one line a case, {"id", "verdicts"}: a character for each query, 1
// accepted, 0 denied. Anything that cannot be read strictly ends the program with status 1: a judge must not guess.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/np-guard/netpol-analyzer/pkg/manifests/parser"
	"github.com/np-guard/netpol-analyzer/pkg/netpol/eval"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	npav1alpha1 "sigs.k8s.io/network-policy-api/apis/v1alpha1"
)

type query struct {
	source, destination, protocol, port string
}

func (q *query) UnmarshalJSON(data []byte) error {
	var port int
	fields := []any{&q.source, &q.destination, &q.protocol, &port}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	if len(fields) != 4 || port == 0 {
		return fmt.Errorf("not a query: %s", data)
	}
	q.port = fmt.Sprint(port)
	return nil
}

type testCase struct {
	ID                         string                                  `json:"id"`
	Namespaces                 []corev1.Namespace                      `json:"namespaces"`
	Pods                       []corev1.Pod                            `json:"pods"`
	NetworkPolicies            []networkingv1.NetworkPolicy            `json:"networkPolicies"`
	AdminNetworkPolicies       []npav1alpha1.AdminNetworkPolicy        `json:"adminNetworkPolicies"`
	BaselineAdminNetworkPolicy *npav1alpha1.BaselineAdminNetworkPolicy `json:"baselineAdminNetworkPolicy"`
	Queries                    []query                                 `json:"queries"`
}

type answer struct {
	ID       string `json:"id"`
	Verdicts string `json:"verdicts"`
}

// silent takes the place of the analyzer's own logger, which writes warnings of every policy at every query.
type silent struct{}

func (silent) Debugf(string, ...interface{})        {}
func (silent) Infof(string, ...interface{})         {}
func (silent) Warnf(string, ...interface{})         {}
func (silent) Errorf(error, string, ...interface{}) {}

func objectsOf(given *testCase) []parser.K8sObject {
	var objects []parser.K8sObject
	for index := range given.Namespaces {
		objects = append(objects, parser.K8sObject{Kind: parser.Namespace, Namespace: &given.Namespaces[index]})
	}
	for index := range given.Pods {
		objects = append(objects, parser.K8sObject{Kind: parser.Pod, Pod: &given.Pods[index]})
	}
	for index := range given.NetworkPolicies {
		objects = append(objects, parser.K8sObject{Kind: parser.NetworkPolicy, NetworkPolicy: &given.NetworkPolicies[index]})
	}
	for index := range given.AdminNetworkPolicies {
		objects = append(objects, parser.K8sObject{Kind: parser.AdminNetworkPolicy, AdminNetworkPolicy: &given.AdminNetworkPolicies[index]})
	}
	if given.BaselineAdminNetworkPolicy != nil {
		objects = append(objects, parser.K8sObject{Kind: parser.BaselineAdminNetworkPolicy, BaselineAdminNetworkPolicy: given.BaselineAdminNetworkPolicy})
	}
	return objects
}

func judge(given *testCase) (answer, error) {
	engine, err := eval.NewPolicyEngineWithOptionsList(eval.WithLogger(silent{}), eval.WithObjectsList(objectsOf(given)))
	if err != nil {
		return answer{}, err
	}
	verdicts := make([]byte, len(given.Queries))
	for index, asked := range given.Queries {
		accepted, err := engine.CheckIfAllowed(asked.source, asked.destination, asked.protocol, asked.port)
		if err != nil {
			return answer{}, fmt.Errorf("query %d: %w", index, err)
		}
		verdicts[index] = '0'
		if accepted {
			verdicts[index] = '1'
		}
	}
	return answer{ID: given.ID, Verdicts: string(verdicts)}, nil
}

func run() error {
	reader := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	for {
		line, readError := reader.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var given testCase
			decoder := json.NewDecoder(bytes.NewReader(line))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&given); err != nil {
				return fmt.Errorf("a case cannot be read: %w", err)
			}
			result, err := judge(&given)
			if err != nil {
				return fmt.Errorf("%s: %w", given.ID, err)
			}
			encoded, err := json.Marshal(result)
			if err != nil {
				return err
			}
			if _, err := output.Write(append(encoded, '\n')); err != nil {
				return err
			}
		}
		if readError != nil {
			return nil
		}
	}
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "connectivity-judge:", err)
		os.Exit(1)
	}
}
