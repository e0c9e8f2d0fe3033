"""A backup of every kind, as a Pulumi program in Python. The same program is in test/sdk/go and test/sdk/node."""

import pulumi
from pulumi_aws_snapshots import docdb, elasticache, memorydb, neptune, redshiftserverless


def program():
    config = pulumi.Config()
    tags = {"team": config.require("team")}
    # A new occasion takes a new backup of everything.
    triggers = {"occasion": config.require("occasion")}

    sessions = memorydb.Snapshot(
        "sessions",
        cluster_name="sessions",
        triggers=triggers,
        tags={**tags, "contact": config.require_secret("contact")},
        opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="30m")),
    )
    # A copy of the snapshot that AWS took last night.
    last_night = memorydb.get_latest_snapshot_output(cluster_name="sessions", snapshot_type="automated")
    memorydb.SnapshotCopy("nightly", source_snapshot_name=last_night.arn, triggers=triggers, tags=tags)

    graph = neptune.ClusterSnapshot("graph", db_cluster_identifier="graph", triggers=triggers, tags=tags)
    neptune.ClusterSnapshotCopy(
        "graph-recovery",
        source_db_cluster_snapshot_identifier=graph.arn,
        region="eu-central-1",
        kms_key_id="alias/recovery",
        tags=tags,
    )

    documents = docdb.ClusterSnapshot("documents", db_cluster_identifier="documents", triggers=triggers, tags=tags)
    docdb.ClusterSnapshotCopy(
        "documents-copy",
        source_db_cluster_snapshot_identifier=documents.arn,
        # A snapshot that is encrypted with AWS's own key cannot be shared.
        kms_key_id="alias/shared",
        shared_accounts=["222233334444"],
        tags=tags,
    )

    carts = elasticache.ServerlessCacheSnapshot("carts", serverless_cache_name="carts", triggers=triggers, tags=tags)
    carts_copy = elasticache.ServerlessCacheSnapshotCopy(
        "carts-copy", source_serverless_cache_snapshot_name=carts.arn, tags=tags
    )
    # AWS runs one operation on a snapshot at a time.
    elasticache.ServerlessCacheSnapshotExport(
        "carts-export",
        serverless_cache_snapshot_name=carts.arn,
        s3_bucket_name="backups",
        opts=pulumi.ResourceOptions(depends_on=[carts_copy]),
    )

    ranks = elasticache.Snapshot("ranks", replication_group_id="ranks", triggers=triggers, tags=tags)
    elasticache.SnapshotCopy("ranks-copy", source_snapshot_name=ranks.arn, tags=tags)

    sales = redshiftserverless.Snapshot(
        "sales", namespace_name="sales", retention_period=30, triggers=triggers, tags=tags
    )
    redshiftserverless.SnapshotCopyConfiguration(
        "sales-copies", namespace_name="sales", destination_region="eu-central-1", snapshot_retention_period=7
    )

    # A snapshot that was taken by hand comes into the stack by its ARN.
    by_hand = config.get("byHand")
    if by_hand is not None:
        memorydb.Snapshot(
            "by-hand",
            cluster_name="sessions",
            snapshot_name="by-hand",
            opts=pulumi.ResourceOptions(import_=by_hand),
        )

    found = redshiftserverless.get_snapshot_output(arn=sales.arn)
    pulumi.export("sessions", sessions.arn)
    pulumi.export("shards", sessions.cluster_configuration.apply(lambda it: it and it.num_shards))
    pulumi.export("tags", sessions.tags)
    pulumi.export("lastNight", last_night.name)
    pulumi.export("found", found.status)
