// Runs the program of the language tests, or that of README.md, by Pulumi's Automation API for Go.
//
//	program [readme]
//
// Reads operations from the standard input, one a line, as JSON: {"operation": "up", "plan": "plan.json"}. Prints what
// the engine did, one line each. Runs in a folder and with the environment that the test sets.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optpreview"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optrefresh"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type request struct {
	Operation string `json:"operation"`
	Plan      string `json:"plan"`
}

type report struct {
	Failed  bool           `json:"failed"`
	Changes any            `json:"changes"`
	Output  string         `json:"output"`
	Outputs map[string]any `json:"outputs"`
}

// The program of README.md, whose file is added by the build.
var readme pulumi.RunFunc

func keepReadme(program pulumi.RunFunc) {
	readme = program
}

func main() {
	var program pulumi.RunFunc = backups
	if len(os.Args) > 1 {
		program = readme
	}
	if err := serve(context.Background(), program); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, program pulumi.RunFunc) error {
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	stack, err := auto.UpsertStackInlineSource(ctx, "dev", "languages", program,
		auto.WorkDir(folder),
		auto.PulumiHome(os.Getenv("PULUMI_HOME")),
		auto.Project(workspace.Project{
			Name:    tokens.PackageName("languages"),
			Runtime: workspace.NewProjectRuntimeInfo("go", nil),
			Backend: &workspace.ProjectBackend{URL: os.Getenv("BACKEND")},
		}),
	)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	reports := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var wanted request
		if err := json.Unmarshal(lines.Bytes(), &wanted); err != nil {
			return err
		}
		result, err := run(ctx, stack, wanted)
		if err != nil {
			result = report{Failed: true, Changes: map[string]int{}, Output: err.Error()}
		}
		if err := reports.Encode(result); err != nil {
			return err
		}
	}
	return lines.Err()
}

func run(ctx context.Context, stack auto.Stack, wanted request) (report, error) {
	switch wanted.Operation {
	case "preview":
		options := []optpreview.Option{optpreview.Parallel(32), optpreview.Color("never")}
		if wanted.Plan != "" {
			options = append(options, optpreview.Plan(wanted.Plan))
		}
		preview, err := stack.Preview(ctx, options...)
		return report{Changes: preview.ChangeSummary, Output: preview.StdOut}, err
	case "up":
		options := []optup.Option{optup.Parallel(32), optup.Color("never")}
		if wanted.Plan != "" {
			options = append(options, optup.Plan(wanted.Plan))
		}
		up, err := stack.Up(ctx, options...)
		outputs := map[string]any{}
		for key, output := range up.Outputs {
			outputs[key] = output.Value
			if output.Secret {
				outputs[key] = "[secret]"
			}
		}
		return report{Changes: up.Summary.ResourceChanges, Output: up.StdOut, Outputs: outputs}, err
	case "refresh":
		refreshed, err := stack.Refresh(ctx, optrefresh.Parallel(32), optrefresh.Color("never"))
		return report{Changes: refreshed.Summary.ResourceChanges, Output: refreshed.StdOut}, err
	case "destroy":
		destroyed, err := stack.Destroy(ctx, optdestroy.Parallel(32), optdestroy.Color("never"))
		return report{Changes: destroyed.Summary.ResourceChanges, Output: destroyed.StdOut}, err
	default:
		return report{}, fmt.Errorf("unknown operation %q", wanted.Operation)
	}
}
