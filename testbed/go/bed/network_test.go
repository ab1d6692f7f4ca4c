package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"testing"
)

func TestNetwork(t *testing.T) {
	network := NewNetwork("127.8.254.1")
	cluster, local, err := network.Allocate()
	if err != nil || cluster != "10.8.254.10" || local != "127.8.254.10" {
		t.Fatal(cluster, local, err)
	}
	other, _, _ := network.Allocate()
	if other == cluster {
		t.Error("two pods have one address")
	}
	network.Release(cluster)
	if again, _, _ := network.Allocate(); again != cluster {
		t.Errorf("%s was not released", cluster)
	}

	pod, err := net.Listen("tcp", net.JoinHostPort(local, "0"))
	if err != nil {
		t.Fatal(err)
	}
	defer pod.Close()
	_, port, _ := net.SplitHostPort(pod.Addr().String())
	egress, err := net.Listen("unix", filepath.Join(t.TempDir(), "egress.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer egress.Close()
	go network.Serve(egress)
	connect := func(address string) int {
		client, err := net.Dial("unix", egress.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		fmt.Fprintf(client, "CONNECT %s:%s HTTP/1.1\r\n\r\n", address, port)
		response, err := http.ReadResponse(bufio.NewReader(client), nil)
		if err != nil {
			t.Fatal(err)
		}
		return response.StatusCode
	}
	network.Route(other, local)
	for address, want := range map[string]int{cluster: 200, other: 200, "10.8.254.99": 503} {
		if got := connect(address); got != want {
			t.Errorf("CONNECT %s: %d, not %d", address, got, want)
		}
	}
}

func TestNetworkIsFull(t *testing.T) {
	network := NewNetwork("127.8.254.1")
	for {
		cluster, local, err := network.Allocate()
		if err == nil {
			continue
		}
		if cluster != "" || local != "" {
			t.Errorf("%q, %q where none is left", cluster, local)
		}
		return
	}
}
