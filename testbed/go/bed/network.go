package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Network is how the API server reaches pods, for webhooks and aggregated APIs. Pods that really run have an address
// 10.8.x.y in the cluster (an EndpointSlice may not hold a loopback address) and listen on 127.8.x.y of this machine.
// Nothing else can be reached: pods that are only played have nobody who listens.
type Network struct {
	mutex  sync.Mutex
	subnet string            // "8.<n>"
	routes map[string]string // pod address in the cluster → address on this machine
}

// NewNetwork makes the network of the bed whose own address is 127.8.<n>.1.
func NewNetwork(address string) *Network {
	parts := strings.Split(address, ".")
	return &Network{subnet: parts[1] + "." + parts[2], routes: map[string]string{}}
}

// Allocate gives an address to a pod: in the cluster, and on this machine.
func (n *Network) Allocate() (cluster, local string, err error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	for host := 10; host < 255; host++ {
		cluster = fmt.Sprintf("10.%s.%d", n.subnet, host)
		if _, taken := n.routes[cluster]; !taken {
			local = fmt.Sprintf("127.%s.%d", n.subnet, host)
			n.routes[cluster] = local
			return cluster, local, nil
		}
	}
	return "", "", fmt.Errorf("more than 240 pods that really run")
}

// Route lets one pod answer for another.
func (n *Network) Route(cluster, local string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	n.routes[cluster] = local
}

// Release takes an address back.
func (n *Network) Release(cluster string) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	delete(n.routes, cluster)
}

// Serve answers the API server's CONNECT requests, which is how its egress selector speaks to a proxy.
func (n *Network) Serve(listener net.Listener) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		go n.connect(client)
	}
}

func (n *Network) connect(client net.Conn) {
	defer client.Close()
	reader := bufio.NewReader(client)
	request, err := http.ReadRequest(reader)
	if err != nil || request.Method != http.MethodConnect {
		return
	}
	host, port, _ := net.SplitHostPort(request.Host)
	n.mutex.Lock()
	local, known := n.routes[host]
	n.mutex.Unlock()
	if !known {
		fmt.Fprintf(client, "HTTP/1.1 503 nobody listens at %s in this testbed\r\n\r\n", request.Host)
		return
	}
	upstream, err := net.DialTimeout("tcp", net.JoinHostPort(local, port), 5*time.Second)
	if err != nil {
		fmt.Fprintf(client, "HTTP/1.1 503 connection refused\r\n\r\n")
		return
	}
	defer upstream.Close()
	fmt.Fprint(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() {
		_, _ = io.Copy(upstream, reader)
		_ = upstream.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(client, upstream)
}
