package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// lifetime of certificates and tokens: nothing in a bed renews them.
const lifetime = 31 * 24 * time.Hour

// PKI makes the keys of one bed. They live in its folder and end with it.
type PKI struct {
	dir  string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

// NewPKI makes the authority and the key that ServiceAccount tokens are signed with.
func NewPKI(dir string) (*PKI, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	pki := &PKI{dir: dir}
	template := template("testbed-ca")
	template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	key, der, err := pki.issue(template)
	if err != nil {
		return nil, err
	}
	pki.key = key
	if pki.cert, err = x509.ParseCertificate(der); err != nil {
		return nil, err
	}
	if err := pki.write("ca.crt", "CERTIFICATE", der); err != nil {
		return nil, err
	}
	account, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	public, err := x509.MarshalPKIXPublicKey(&account.PublicKey)
	if err != nil {
		return nil, err
	}
	if err := pki.write("sa.pub", "PUBLIC KEY", public); err != nil {
		return nil, err
	}
	return pki, pki.write("sa.key", "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(account))
}

func template(name string) *x509.Certificate {
	serial, _ := rand.Int(rand.Reader, big.NewInt(1<<62))
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(lifetime),
	}
}

func (pki *PKI) issue(template *x509.Certificate) (*ecdsa.PrivateKey, []byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	parent, signer := pki.cert, pki.key
	if parent == nil {
		parent, signer = template, key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	return key, der, err
}

// Leaf writes NAME.crt and NAME.key for a user, or for a server at the addresses.
func (pki *PKI) Leaf(name, user string, groups []string, addresses ...string) error {
	template := template(user)
	template.Subject.Organization = groups
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	for _, address := range addresses {
		if ip := net.ParseIP(address); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, address)
		}
	}
	key, der, err := pki.issue(template)
	if err != nil {
		return err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := pki.write(name+".crt", "CERTIFICATE", der); err != nil {
		return err
	}
	return pki.write(name+".key", "PRIVATE KEY", private)
}

func (pki *PKI) write(name, kind string, der []byte) error {
	return os.WriteFile(pki.File(name), pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}

// File is the path of one of the files.
func (pki *PKI) File(name string) string {
	return filepath.Join(pki.dir, name)
}

// Kubeconfig writes a kubeconfig for who holds these credentials. All is in it, so that it can be copied elsewhere.
func (pki *PKI) Kubeconfig(file, server string, user api.AuthInfo) error {
	authority, err := os.ReadFile(pki.File("ca.crt"))
	if err != nil {
		return err
	}
	config := api.NewConfig()
	config.Clusters["testbed"] = &api.Cluster{Server: server, CertificateAuthorityData: authority}
	config.AuthInfos["testbed"] = &user
	config.Contexts["testbed"] = &api.Context{Cluster: "testbed", AuthInfo: "testbed"}
	config.CurrentContext = "testbed"
	return clientcmd.WriteToFile(*config, file)
}

// Credentials reads what Leaf wrote.
func (pki *PKI) Credentials(name string) (api.AuthInfo, error) {
	cert, err := os.ReadFile(pki.File(name + ".crt"))
	if err != nil {
		return api.AuthInfo{}, err
	}
	key, err := os.ReadFile(pki.File(name + ".key"))
	return api.AuthInfo{ClientCertificateData: cert, ClientKeyData: key}, err
}
