// Command frp is frpc and frps in one binary, without their web pages: its first argument says which, or its own name. With "certificates
// FOLDER NAME…" it writes a CA, and what it signed for each name.
package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/fatedier/frp/cmd/frpc/sub"
	"github.com/fatedier/frp/pkg/config"
	"github.com/fatedier/frp/pkg/util/log"
	"github.com/fatedier/frp/server"
)

var programs = map[string]func(){
	"frpc":         sub.Execute,
	"frps":         frps,
	"certificates": func() { certificates(os.Args[1], os.Args[2:]) },
}

func main() {
	name := filepath.Base(os.Args[0])
	if programs[name] == nil && len(os.Args) > 1 {
		name = os.Args[1]
		os.Args = append(os.Args[:1], os.Args[2:]...)
	}
	program := programs[name]
	if program == nil {
		println("usage: frp frpc|frps -c FILE; frp certificates FOLDER NAME…")
		os.Exit(2)
	}
	program()
}

// frps is a program of its own upstream, which nobody can import.
func frps() {
	cfg, _, err := config.LoadServerConfig(os.Args[len(os.Args)-1], true)
	end(err)
	log.InitLogger(cfg.Log.To, cfg.Log.Level, int(cfg.Log.MaxDays), true)
	service, err := server.NewService(cfg)
	end(err)
	service.Run(context.Background())
}

func certificates(folder string, names []string) {
	ca := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "Test CA"},
		SerialNumber:          big.NewInt(1),
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}
	caKey := sign(folder, "ca", ca, ca, nil)
	for index, name := range names {
		sign(folder, name, &x509.Certificate{
			Subject:      pkix.Name{CommonName: name},
			SerialNumber: big.NewInt(int64(index + 2)),
			NotBefore:    ca.NotBefore,
			NotAfter:     ca.NotAfter,
			DNSNames:     []string{name},
			IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
			KeyUsage:     x509.KeyUsageDigitalSignature,
			ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		}, ca, caKey)
	}
}

// sign writes a certificate and its key; without a parent's key, it signs itself.
func sign(folder, name string, certificate, parent *x509.Certificate, parentKey *ecdsa.PrivateKey) *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	end(err)
	if parentKey == nil {
		parentKey = key
	}
	der, err := x509.CreateCertificate(rand.Reader, certificate, parent, &key.PublicKey, parentKey)
	end(err)
	keyDer, err := x509.MarshalPKCS8PrivateKey(key)
	end(err)
	end(os.MkdirAll(folder, 0o700))
	end(os.WriteFile(filepath.Join(folder, name+".crt"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	end(os.WriteFile(filepath.Join(folder, name+".key"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDer}), 0o600))
	return key
}

func end(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
