// Reads Alloy configurations with Alloy's own parser, and tries the regular expressions in them with Go's.
//
//	go run . [-line text] file...
//
// With -line each stage.replace of the file is applied to the text in turn, and what is left is printed.
package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/grafana/alloy/syntax/ast"
	"github.com/grafana/alloy/syntax/parser"
	"github.com/grafana/alloy/syntax/token"
)

func main() {
	line := flag.String("line", "", "text that every stage.replace is applied to")
	flag.Parse()
	failed := false
	for _, file := range flag.Args() {
		stages, err := read(file)
		if err != nil {
			failed = true
			fmt.Printf("%s: %v\n", file, err)
			continue
		}
		text := *line
		for _, stage := range stages {
			text = stage.apply(text)
		}
		if text != "" {
			fmt.Println(text)
		}
	}
	if failed {
		os.Exit(1)
	}
}

type replace struct {
	expression *regexp.Regexp
	by         string
}

// apply replaces every group, as Alloy does.
func (r replace) apply(text string) string {
	var out strings.Builder
	end := 0
	for _, match := range r.expression.FindAllStringSubmatchIndex(text, -1) {
		for i := 2; i < len(match); i += 2 {
			if match[i] >= end {
				out.WriteString(text[end:match[i]] + r.by)
				end = match[i+1]
			}
		}
	}
	return out.String() + text[end:]
}

var patterns = map[string]bool{"expression": true, "firstline": true, "regex": true}

func read(file string) ([]replace, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	parsed, err := parser.ParseFile(file, source)
	if err != nil {
		return nil, err
	}
	var stages []replace
	return stages, walk(parsed.Body, "", &stages)
}

func walk(body ast.Body, block string, stages *[]replace) error {
	var expression *regexp.Regexp
	by := ""
	for _, statement := range body {
		switch one := statement.(type) {
		case *ast.BlockStmt:
			if err := walk(one.Body, one.GetBlockName(), stages); err != nil {
				return err
			}
		case *ast.AttributeStmt:
			text, isText := literal(one.Value)
			if one.Name.Name == "replace" {
				by = text
			}
			if !isText || !patterns[one.Name.Name] {
				continue
			}
			compiled, err := regexp.Compile(text)
			if err != nil {
				return fmt.Errorf("%s: %w", block, err)
			}
			expression = compiled
		}
	}
	if block == "stage.replace" {
		if expression == nil || expression.NumSubexp() == 0 {
			return fmt.Errorf("%s has no group to replace", block)
		}
		*stages = append(*stages, replace{expression, by})
	}
	return nil
}

func literal(value ast.Expr) (string, bool) {
	text, ok := value.(*ast.LiteralExpr)
	if !ok || text.Kind != token.STRING {
		return "", false
	}
	if strings.HasPrefix(text.Value, "`") {
		return strings.Trim(text.Value, "`"), true
	}
	plain, err := strconv.Unquote(text.Value)
	return plain, err == nil
}
