package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"os"
)

// writeCredentials makes the folder with a bearer token, the key of the service accounts, and a kubeconfig that uses them. The serving
// certificate is the one that kube-apiserver signs itself.
func (p *plane) writeCredentials() error {
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		return err
	}
	secret := make([]byte, 16)
	rand.Read(secret)
	p.token = hex.EncodeToString(secret)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"tokens.csv": []byte(p.token + ",judge,judge,system:masters\n"),
		"key.pem":    pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}),
		"kubeconfig": p.kubeconfig(),
	}
	for name, content := range files {
		if err := os.WriteFile(p.path(name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (p *plane) kubeconfig() []byte {
	type object = map[string]any
	named := func(what string, value object) []object { return []object{{"name": "judge", what: value}} }
	text, _ := json.Marshal(object{
		"apiVersion":      "v1",
		"kind":            "Config",
		"current-context": "judge",
		"clusters":        named("cluster", object{"server": p.url, "certificate-authority": p.path("certs/apiserver.crt")}),
		"users":           named("user", object{"token": p.token}),
		"contexts":        named("context", object{"cluster": "judge", "user": "judge"}),
	})
	return text
}
