// Command policy-judge gives the verdicts of kube-network-policies, the implementation that Kubernetes SIG Network keeps.
//
// Standard input: one case a line, {"id", "namespaces", "pods", "networkPolicies", "clusterNetworkPolicies", "queries"}: Kubernetes objects as the
// API server would store them, and queries [source address, destination address, protocol, destination port]. A pod without an address, or on the
// host's network, is no pod to the evaluator. Standard output: one line a case, {"id", "verdicts"}: a character for each query, 1 accepted, 0 denied.
// Anything that cannot be read strictly ends the program with status 1: a judge must not guess.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"runtime"
	"sync"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	knpv1alpha2 "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha2"

	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/network"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	npav1alpha2 "sigs.k8s.io/network-policy-api/apis/v1alpha2"
	npafake "sigs.k8s.io/network-policy-api/pkg/client/clientset/versioned/fake"
	npainformers "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions"
)

type query struct {
	source, destination net.IP
	protocol            corev1.Protocol
	port                int
}

func (q *query) UnmarshalJSON(data []byte) error {
	var source, destination, protocol string
	fields := []any{&source, &destination, &protocol, &q.port}
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	q.source, q.destination, q.protocol = net.ParseIP(source), net.ParseIP(destination), corev1.Protocol(protocol)
	if len(fields) != 4 || q.source == nil || q.destination == nil {
		return fmt.Errorf("not a query: %s", data)
	}
	return nil
}

type testCase struct {
	ID                     string                             `json:"id"`
	Namespaces             []corev1.Namespace                 `json:"namespaces"`
	Pods                   []corev1.Pod                       `json:"pods"`
	NetworkPolicies        []networkingv1.NetworkPolicy       `json:"networkPolicies"`
	ClusterNetworkPolicies []npav1alpha2.ClusterNetworkPolicy `json:"clusterNetworkPolicies"`
	Queries                []query                            `json:"queries"`
}

type answer struct {
	ID       string `json:"id"`
	Verdicts string `json:"verdicts"`
}

type podsByAddress map[string]*api.PodInfo

func (pods podsByAddress) GetPodInfoByIP(address string) (*api.PodInfo, bool) {
	pod, found := pods[address]
	return pod, found
}

func podsOf(given testCase) (podsByAddress, error) {
	namespaces := map[string]map[string]string{}
	for _, namespace := range given.Namespaces {
		namespaces[namespace.Name] = namespace.Labels
	}
	pods := podsByAddress{}
	for index := range given.Pods {
		pod := &given.Pods[index]
		labels, found := namespaces[pod.Namespace]
		if !found {
			return nil, fmt.Errorf("pod %s lies in an unknown namespace %s", pod.Name, pod.Namespace)
		}
		if pod.Spec.HostNetwork {
			continue
		}
		for _, one := range pod.Status.PodIPs {
			pods[net.ParseIP(one.IP).String()] = api.NewPodInfo(pod, labels, nil, "")
		}
	}
	return pods, nil
}

func engineOf(given testCase, pods podsByAddress) (*networkpolicy.PolicyEngine, error) {
	core := informers.NewSharedInformerFactory(fake.NewSimpleClientset(), 0)
	policies := npainformers.NewSharedInformerFactory(npafake.NewSimpleClientset(), 0)
	standard := networkpolicy.NewStandardNetworkPolicy("", core.Core().V1().Namespaces(), core.Core().V1().Pods(), core.Networking().V1().NetworkPolicies())
	cluster := policies.Policy().V1alpha2().ClusterNetworkPolicies()
	for index := range given.NetworkPolicies {
		if err := core.Networking().V1().NetworkPolicies().Informer().GetStore().Add(&given.NetworkPolicies[index]); err != nil {
			return nil, err
		}
	}
	for index := range given.ClusterNetworkPolicies {
		if err := cluster.Informer().GetStore().Add(&given.ClusterNetworkPolicies[index]); err != nil {
			return nil, err
		}
	}
	nodes := core.Core().V1().Nodes().Lister()
	return networkpolicy.NewPolicyEngine(pods, []api.PolicyEvaluator{
		knpv1alpha2.NewClusterNetworkPolicy(npav1alpha2.AdminTier, cluster, nil, nodes),
		standard,
		knpv1alpha2.NewClusterNetworkPolicy(npav1alpha2.BaselineTier, cluster, nil, nodes),
	}), nil
}

func judge(given testCase, workers int) (answer, error) {
	pods, err := podsOf(given)
	if err != nil {
		return answer{}, err
	}
	engine, err := engineOf(given, pods)
	if err != nil {
		return answer{}, err
	}
	verdicts := make([]byte, len(given.Queries))
	failures := make([]error, workers)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for index := worker; index < len(given.Queries); index += workers {
				asked := given.Queries[index]
				packet := &network.Packet{SrcIP: asked.source, DstIP: asked.destination, Proto: asked.protocol, SrcPort: 40000, DstPort: asked.port}
				accepted, err := engine.EvaluatePacket(context.Background(), packet)
				if err != nil {
					failures[worker] = err
					return
				}
				verdicts[index] = '0'
				if accepted {
					verdicts[index] = '1'
				}
			}
		})
	}
	group.Wait()
	for _, failure := range failures {
		if failure != nil {
			return answer{}, failure
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
			result, err := judge(given, min(runtime.NumCPU(), max(1, len(given.Queries)/64)))
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
		fmt.Fprintln(os.Stderr, "policy-judge:", err)
		os.Exit(1)
	}
}
