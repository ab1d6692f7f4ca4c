package main

import (
	"bytes"
)

// splitYAML parts a file at its document separators.
func splitYAML(text []byte) [][]byte {
	var documents [][]byte
	for _, document := range bytes.Split(append([]byte("\n"), text...), []byte("\n---\n")) {
		if len(bytes.TrimSpace(document)) > 0 {
			documents = append(documents, document)
		}
	}
	return documents
}

// joinYAML is the way back.
func joinYAML(documents [][]byte) []byte {
	return bytes.Join(documents, []byte("\n---\n"))
}

// definesKind tells whether a document is the CustomResourceDefinition of that name.
func definesKind(document []byte, name string) bool {
	return bytes.Contains(document, []byte("\n  name: "+name+"\n"))
}
