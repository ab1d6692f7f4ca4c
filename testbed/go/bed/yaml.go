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
