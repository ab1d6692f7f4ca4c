// Command promql reads expressions, one a line, and tells which Prometheus would refuse, and why.
package main

import (
	"bufio"
	"fmt"
	"os"

	"github.com/prometheus/prometheus/promql/parser"
)

func main() {
	refused := false
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if _, err := parser.NewParser(parser.Options{}).ParseExpr(lines.Text()); err != nil {
			fmt.Printf("%s: %v\n", lines.Text(), err)
			refused = true
		}
	}
	if refused {
		os.Exit(1)
	}
}
