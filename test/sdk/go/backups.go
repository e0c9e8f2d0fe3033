package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"pulumi-aws-snapshots/sdk/go/awssnapshots/docdb"
	"pulumi-aws-snapshots/sdk/go/awssnapshots/elasticache"
	"pulumi-aws-snapshots/sdk/go/awssnapshots/memorydb"
	"pulumi-aws-snapshots/sdk/go/awssnapshots/neptune"
	"pulumi-aws-snapshots/sdk/go/awssnapshots/redshiftserverless"
)

// backups is a backup of every kind, as a Pulumi program in Go. The same program is in test/sdk/python and test/sdk/node.
func backups(ctx *pulumi.Context) error {
	settings := config.New(ctx, "")
	team := pulumi.String(settings.Require("team"))
	tags := pulumi.StringMap{"team": team}
	// A new occasion takes a new backup of everything.
	triggers := pulumi.StringMap{"occasion": pulumi.String(settings.Require("occasion"))}

	sessions, err := memorydb.NewSnapshot(ctx, "sessions", &memorydb.SnapshotArgs{
		ClusterName: pulumi.String("sessions"),
		Triggers:    triggers,
		Tags:        pulumi.StringMap{"team": team, "contact": settings.RequireSecret("contact")},
	}, pulumi.Timeouts(&pulumi.CustomTimeouts{Create: "30m"}))
	if err != nil {
		return err
	}
	// A copy of the snapshot that AWS took last night.
	lastNight := memorydb.GetLatestSnapshotOutput(ctx, memorydb.GetLatestSnapshotOutputArgs{
		ClusterName:  pulumi.String("sessions"),
		SnapshotType: pulumi.String("automated"),
	})
	_, err = memorydb.NewSnapshotCopy(ctx, "nightly", &memorydb.SnapshotCopyArgs{
		SourceSnapshotName: lastNight.Arn().Elem(),
		Triggers:           triggers,
		Tags:               tags,
	})
	if err != nil {
		return err
	}

	graph, err := neptune.NewClusterSnapshot(ctx, "graph", &neptune.ClusterSnapshotArgs{
		DbClusterIdentifier: pulumi.String("graph"),
		Triggers:            triggers,
		Tags:                tags,
	})
	if err != nil {
		return err
	}
	_, err = neptune.NewClusterSnapshotCopy(ctx, "graph-recovery", &neptune.ClusterSnapshotCopyArgs{
		SourceDbClusterSnapshotIdentifier: graph.Arn,
		Region:                            pulumi.String("eu-central-1"),
		KmsKeyId:                          pulumi.String("alias/recovery"),
		Tags:                              tags,
	})
	if err != nil {
		return err
	}

	documents, err := docdb.NewClusterSnapshot(ctx, "documents", &docdb.ClusterSnapshotArgs{
		DbClusterIdentifier: pulumi.String("documents"),
		Triggers:            triggers,
		Tags:                tags,
	})
	if err != nil {
		return err
	}
	_, err = docdb.NewClusterSnapshotCopy(ctx, "documents-copy", &docdb.ClusterSnapshotCopyArgs{
		SourceDbClusterSnapshotIdentifier: documents.Arn,
		// A snapshot that is encrypted with AWS's own key cannot be shared.
		KmsKeyId:       pulumi.String("alias/shared"),
		SharedAccounts: pulumi.StringArray{pulumi.String("222233334444")},
		Tags:           tags,
	})
	if err != nil {
		return err
	}

	carts, err := elasticache.NewServerlessCacheSnapshot(ctx, "carts", &elasticache.ServerlessCacheSnapshotArgs{
		ServerlessCacheName: pulumi.String("carts"),
		Triggers:            triggers,
		Tags:                tags,
	})
	if err != nil {
		return err
	}
	cartsCopy, err := elasticache.NewServerlessCacheSnapshotCopy(ctx, "carts-copy", &elasticache.ServerlessCacheSnapshotCopyArgs{
		SourceServerlessCacheSnapshotName: carts.Arn,
		Tags:                              tags,
	})
	if err != nil {
		return err
	}
	// AWS runs one operation on a snapshot at a time.
	_, err = elasticache.NewServerlessCacheSnapshotExport(ctx, "carts-export", &elasticache.ServerlessCacheSnapshotExportArgs{
		ServerlessCacheSnapshotName: carts.Arn,
		S3BucketName:                pulumi.String("backups"),
	}, pulumi.DependsOn([]pulumi.Resource{cartsCopy}))
	if err != nil {
		return err
	}

	ranks, err := elasticache.NewSnapshot(ctx, "ranks", &elasticache.SnapshotArgs{
		ReplicationGroupId: pulumi.String("ranks"),
		Triggers:           triggers,
		Tags:               tags,
	})
	if err != nil {
		return err
	}
	_, err = elasticache.NewSnapshotCopy(ctx, "ranks-copy", &elasticache.SnapshotCopyArgs{
		SourceSnapshotName: ranks.Arn,
		Tags:               tags,
	})
	if err != nil {
		return err
	}

	sales, err := redshiftserverless.NewSnapshot(ctx, "sales", &redshiftserverless.SnapshotArgs{
		NamespaceName:   pulumi.String("sales"),
		RetentionPeriod: pulumi.Int(30),
		Triggers:        triggers,
		Tags:            tags,
	})
	if err != nil {
		return err
	}
	_, err = redshiftserverless.NewSnapshotCopyConfiguration(ctx, "sales-copies", &redshiftserverless.SnapshotCopyConfigurationArgs{
		NamespaceName:           pulumi.String("sales"),
		DestinationRegion:       pulumi.String("eu-central-1"),
		SnapshotRetentionPeriod: pulumi.Int(7),
	})
	if err != nil {
		return err
	}

	// A snapshot that was taken by hand comes into the stack by its ARN.
	if byHand := settings.Get("byHand"); byHand != "" {
		_, err = memorydb.NewSnapshot(ctx, "by-hand", &memorydb.SnapshotArgs{
			ClusterName:  pulumi.String("sessions"),
			SnapshotName: pulumi.String("by-hand"),
		}, pulumi.Import(pulumi.ID(byHand)))
		if err != nil {
			return err
		}
	}

	found := redshiftserverless.LookupSnapshotOutput(ctx, redshiftserverless.LookupSnapshotOutputArgs{Arn: sales.Arn})
	ctx.Export("sessions", sessions.Arn)
	ctx.Export("shards", sessions.ClusterConfiguration.NumShards())
	ctx.Export("tags", sessions.Tags)
	ctx.Export("lastNight", lastNight.Name())
	ctx.Export("found", found.Status())
	return nil
}
