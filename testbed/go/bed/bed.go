package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	etcdPort      = "12379"
	etcdPeerPort  = "12380"
	apiServerPort = "16443"
	kcmPort       = "20257"
	schedulerPort = "20259"
)

// Bed is one cluster.
type Bed struct {
	Options
	address   string
	started   time.Time
	processes *Processes
	pki       *PKI
	network   *Network
	kubelet   *Kubelet

	mutex        sync.Mutex
	ready        bool
	controlPlane []*Process
	held         map[string]bool // killed on purpose
}

func (b *Bed) path(parts ...string) string {
	return filepath.Join(append([]string{b.Dir}, parts...)...)
}

func (b *Bed) server() string { return "https://" + b.address + ":" + apiServerPort }

// say tells whoever started the bed how far it is.
func (b *Bed) say(format string, args ...any) {
	fmt.Printf("%6.1fs  %s\n", time.Since(b.started).Seconds(), fmt.Sprintf(format, args...))
}

// up starts everything, in order, and returns when the cluster is of use.
func (b *Bed) up(ctx context.Context) error {
	if err := b.keys(); err != nil {
		return err
	}
	b.network = NewNetwork(b.address)
	egress, err := net.Listen("unix", b.path("egress.sock"))
	if err != nil {
		return err
	}
	go b.network.Serve(egress)
	if err := b.writeEgressConfig(); err != nil {
		return err
	}

	commands := b.commands()
	if err := b.start(commands["etcd"]); err != nil {
		return err
	}
	if err := b.start(commands["kube-apiserver"]); err != nil {
		return err
	}
	if err := b.waitForAPIServer(ctx); err != nil {
		return err
	}
	b.say("kube-apiserver answers at %s", b.server())
	for _, name := range []string{"kube-controller-manager", "kube-scheduler"} {
		if err := b.start(commands[name]); err != nil {
			return err
		}
	}

	config, err := clientcmd.BuildConfigFromFlags("", b.path("admin.kubeconfig"))
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 100, 200
	config.UserAgent = "testbed"
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	if err := b.addNodes(ctx, client); err != nil {
		return fmt.Errorf("adding nodes: %w", err)
	}
	if err := b.writeStages(); err != nil {
		return err
	}
	if err := b.start(commands["kwok"]); err != nil {
		return err
	}
	for _, file := range b.CRDs {
		if err := b.kubectl(ctx, "apply", "--server-side", "--field-manager=testbed", "-f", file); err != nil {
			return err
		}
	}
	if err := b.waitForNodes(ctx, client); err != nil {
		return err
	}
	b.say("%d nodes are ready", len(nodeNames))

	if err := b.play(ctx, config, client); err != nil {
		return err
	}
	b.mutex.Lock()
	b.ready = true
	b.mutex.Unlock()
	b.say("ready")
	return nil
}

// play starts what stands in for the machines of a cluster.
func (b *Bed) play(ctx context.Context, config *rest.Config, client kubernetes.Interface) error {
	objects, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	handler := rest.CopyConfig(config)
	handler.Impersonate.UserName = "system:serviceaccount:kubevirt:kubevirt-handler"
	guests, err := dynamic.NewForConfig(handler)
	if err != nil {
		return err
	}
	b.kubelet = NewKubelet(b, client)
	go b.kubelet.Run(ctx)
	go NewStorage(client, objects).Run(ctx)
	go NewGuests(objects, guests).Run(ctx)
	served := b.path("cdi.yaml")
	if err := writeServed(b.CDI, served); err != nil {
		return err
	}
	go (&CDI{client, objects, func(ctx context.Context) error {
		return b.kubectl(ctx, "apply", "--server-side", "--field-manager=testbed", "-f", served)
	}}).Run(ctx)
	return nil
}

func (b *Bed) keys() (err error) {
	if b.pki, err = NewPKI(b.path("pki")); err != nil {
		return err
	}
	leaves := []struct {
		name, user string
		groups     []string
		addresses  []string
	}{
		{name: "etcd", user: "etcd", addresses: []string{b.address}},
		{name: "kube-apiserver", user: "kube-apiserver", addresses: []string{b.address, "10.96.0.1", "kubernetes.default.svc"}},
		{name: "front-proxy", user: "front-proxy"},
		{name: "admin", user: "admin", groups: []string{"system:masters"}},
		{name: "kube-controller-manager", user: "system:kube-controller-manager"},
		{name: "kube-scheduler", user: "system:kube-scheduler"},
	}
	for _, leaf := range leaves {
		if err := b.pki.Leaf(leaf.name, leaf.user, leaf.groups, leaf.addresses...); err != nil {
			return err
		}
	}
	for _, name := range []string{"admin", "kube-controller-manager", "kube-scheduler"} {
		credentials, err := b.pki.Credentials(name)
		if err != nil {
			return err
		}
		if err := b.pki.Kubeconfig(b.path(name+".kubeconfig"), b.server(), credentials); err != nil {
			return err
		}
	}
	return nil
}

// commands are the programs of the control plane, by name.
func (b *Bed) commands() map[string][]string {
	key := b.pki.File
	return map[string][]string{
		"etcd": {b.ControlPlane, "etcd", "--name=testbed", "--data-dir=" + b.path("etcd"), "--unsafe-no-fsync",
			"--listen-client-urls=https://" + b.address + ":" + etcdPort, "--advertise-client-urls=https://" + b.address + ":" + etcdPort,
			"--listen-peer-urls=https://" + b.address + ":" + etcdPeerPort, "--initial-advertise-peer-urls=https://" + b.address + ":" + etcdPeerPort,
			"--initial-cluster=testbed=https://" + b.address + ":" + etcdPeerPort,
			"--client-cert-auth", "--trusted-ca-file=" + key("ca.crt"), "--cert-file=" + key("etcd.crt"), "--key-file=" + key("etcd.key"),
			"--peer-client-cert-auth", "--peer-trusted-ca-file=" + key("ca.crt"), "--peer-cert-file=" + key("etcd.crt"), "--peer-key-file=" + key("etcd.key")},
		"kube-apiserver": {b.ControlPlane, "kube-apiserver",
			"--bind-address=" + b.address, "--advertise-address=" + b.address, "--secure-port=" + apiServerPort,
			"--etcd-servers=https://" + b.address + ":" + etcdPort, "--etcd-cafile=" + key("ca.crt"),
			"--etcd-certfile=" + key("kube-apiserver.crt"), "--etcd-keyfile=" + key("kube-apiserver.key"),
			"--tls-cert-file=" + key("kube-apiserver.crt"), "--tls-private-key-file=" + key("kube-apiserver.key"), "--cert-dir=" + b.path("pki"),
			"--client-ca-file=" + key("ca.crt"), "--authorization-mode=RBAC", "--allow-privileged=true",
			"--service-account-issuer=https://kubernetes.default.svc", "--service-account-key-file=" + key("sa.pub"), "--service-account-signing-key-file=" + key("sa.key"),
			"--requestheader-client-ca-file=" + key("ca.crt"), "--requestheader-allowed-names=front-proxy",
			"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group", "--requestheader-extra-headers-prefix=X-Remote-Extra-",
			"--proxy-client-cert-file=" + key("front-proxy.crt"), "--proxy-client-key-file=" + key("front-proxy.key"),
			"--service-cluster-ip-range=10.96.0.0/16", "--endpoint-reconciler-type=none", "--enable-aggregator-routing=true",
			"--egress-selector-config-file=" + b.path("egress.yaml")},
		"kube-controller-manager": {b.ControlPlane, "kube-controller-manager", "--kubeconfig=" + b.path("kube-controller-manager.kubeconfig"),
			"--authentication-kubeconfig=" + b.path("kube-controller-manager.kubeconfig"), "--authorization-kubeconfig=" + b.path("kube-controller-manager.kubeconfig"),
			"--bind-address=" + b.address, "--secure-port=" + kcmPort, "--cert-dir=" + b.path("pki"), "--leader-elect=false",
			"--service-account-private-key-file=" + key("sa.key"), "--root-ca-file=" + key("ca.crt"), "--use-service-account-credentials=true",
			// Nodes here have no kubelet that sends a heartbeat, no addresses to hand out and no cloud.
			"--controllers=*,-node-ipam-controller,-node-lifecycle-controller,-service-lb-controller,-node-route-controller"},
		"kube-scheduler": {b.ControlPlane, "kube-scheduler", "--kubeconfig=" + b.path("kube-scheduler.kubeconfig"),
			"--authentication-kubeconfig=" + b.path("kube-scheduler.kubeconfig"), "--authorization-kubeconfig=" + b.path("kube-scheduler.kubeconfig"),
			"--bind-address=" + b.address, "--secure-port=" + schedulerPort, "--cert-dir=" + b.path("pki"), "--leader-elect=false"},
		"kwok": {b.Kwok, "--kubeconfig=" + b.path("admin.kubeconfig"), "--manage-all-nodes", "--config=" + b.path("stages.yaml"),
			"--node-ip=" + b.address, "--cidr=10.128.0.1/16"},
	}
}

// start runs a program of the control plane.
func (b *Bed) start(command []string) error {
	name := command[1]
	if command[0] == b.Kwok {
		name = "kwok"
	}
	process, err := b.processes.Start(name, []string{"HOME=" + b.Dir, "PATH=" + os.Getenv("PATH")}, command...)
	if err != nil {
		return fmt.Errorf("%s does not start: %w", name, err)
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.controlPlane = append(b.controlPlane, process)
	return nil
}

// stay returns when the bed is told to stop, or with an error when a part of the control plane ends by itself.
func (b *Bed) stay(ctx context.Context) error {
	for {
		if broken := b.broken(); broken != nil {
			return broken
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func (b *Bed) broken() error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	kept := b.controlPlane[:0]
	var broken error
	for _, process := range b.controlPlane {
		select {
		case <-process.done:
			if broken == nil {
				broken = fmt.Errorf("%s ended by itself, and the bed with it; its last words:\n%s\nthe whole log: %s", process, process.LastWords(5), process.Log)
			}
		default:
			kept = append(kept, process)
		}
	}
	b.controlPlane = kept
	return broken
}

func (b *Bed) waitForAPIServer(ctx context.Context) error {
	authority, err := os.ReadFile(b.pki.File("ca.crt"))
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	return b.until(ctx, 2*time.Minute, "kube-apiserver does not become ready; see "+b.path("logs", "kube-apiserver.log"), func() bool {
		response, err := client.Get(b.server() + "/readyz")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
}

// until waits for a condition, as long as the control plane lives.
func (b *Bed) until(ctx context.Context, patience time.Duration, failure string, condition func() bool) error {
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if condition() {
			return nil
		}
		if broken := b.broken(); broken != nil {
			return broken
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s", failure)
}

func (b *Bed) kubectl(ctx context.Context, args ...string) error {
	process, err := b.processes.Start("kubectl", []string{"KUBECONFIG=" + b.path("admin.kubeconfig"), "HOME=" + b.Dir}, append([]string{b.ControlPlane, "kubectl"}, args...)...)
	if err != nil {
		return err
	}
	select {
	case <-process.done:
	case <-ctx.Done():
		process.Kill()
		return ctx.Err()
	}
	if process.ExitCode() != 0 {
		return fmt.Errorf("kubectl %s: %s", strings.Join(args, " "), process.LastWords(3))
	}
	return nil
}

func (b *Bed) writeEgressConfig() error {
	return os.WriteFile(b.path("egress.yaml"), []byte(`apiVersion: apiserver.k8s.io/v1beta1
kind: EgressSelectorConfiguration
egressSelections:
  - name: cluster
    connection:
      proxyProtocol: HTTPConnect
      transport:
        uds:
          udsName: `+b.path("egress.sock")+"\n"), 0o600)
}
