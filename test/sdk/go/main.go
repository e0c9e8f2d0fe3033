// The program of the language tests, as an inline program of Pulumi's Automation API for Go.
//
//	program COMMAND TEAM [readme]
//
// runs the program of this file or, with "readme", that of README.md,
// in a folder with the environment that the test sets. Prints what the engine did as JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
	"github.com/pulumi/pulumi/sdk/v3/go/common/workspace"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-aws-snapshots/sdk/go/awssnapshots/memorydb"
)

type report struct {
	Changes any            `json:"changes"`
	Outputs map[string]any `json:"outputs"`
}

func main() {
	chosen := program(os.Args[2])
	if len(os.Args) > 3 {
		chosen = readme
	}
	if err := run(context.Background(), os.Args[1], chosen); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The program of README.md, whose file is added by the build.
var readme pulumi.RunFunc

func keepReadme(program pulumi.RunFunc) {
	readme = program
}

func program(team string) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		snapshot, err := memorydb.NewSnapshot(ctx, "orders", &memorydb.SnapshotArgs{
			ClusterName: pulumi.String("orders"),
			Tags:        pulumi.StringMap{"team": pulumi.String(team)},
		}, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "30m"}))
		if err != nil {
			return err
		}
		copied, err := memorydb.NewSnapshotCopy(ctx, "copy", &memorydb.SnapshotCopyArgs{
			SourceSnapshotName: snapshot.Arn,
		})
		if err != nil {
			return err
		}
		latest := memorydb.GetLatestSnapshotOutput(ctx, memorydb.GetLatestSnapshotOutputArgs{
			ClusterName:  pulumi.String("customers"),
			SnapshotType: pulumi.String("automated"),
		})
		ctx.Export("arn", snapshot.Arn)
		ctx.Export("copy", copied.TargetSnapshotName)
		ctx.Export("shards", snapshot.ClusterConfiguration.NumShards())
		ctx.Export("latest", latest.Name())
		return nil
	}
}

func run(ctx context.Context, command string, program pulumi.RunFunc) error {
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
	var result report
	switch command {
	case "preview":
		preview, err := stack.Preview(ctx)
		if err != nil {
			return err
		}
		result.Changes = preview.ChangeSummary
	case "up":
		up, err := stack.Up(ctx)
		if err != nil {
			return err
		}
		result.Changes = up.Summary.ResourceChanges
		result.Outputs = map[string]any{}
		for key, output := range up.Outputs {
			result.Outputs[key] = output.Value
		}
	case "destroy":
		destroyed, err := stack.Destroy(ctx)
		if err != nil {
			return err
		}
		result.Changes = destroyed.Summary.ResourceChanges
	default:
		return fmt.Errorf("unknown command %q", command)
	}
	return json.NewEncoder(os.Stdout).Encode(result)
}
