"""Every resource of pulumi-aws-snapshots once."""

import pulumi
from pulumi_aws_snapshots import docdb, elasticache, memorydb, neptune, redshiftserverless

config = pulumi.Config()
bucket = config.get("bucket") or "backups"
tags = {"team": config.get("team") or "orders"}
# A new occasion takes a new snapshot of everything, and then new copies.
triggers = {"occasion": config.get("occasion") or "first"}

# For each service: a snapshot, a copy of it and, if the service has exports, an export to a bucket.
# ElastiCache and MemoryDB run one operation on a snapshot at a time, so an export begins after the copy.
sessions = memorydb.Snapshot("sessions", cluster_name="sessions", triggers=triggers, tags=tags)
sessions_copy = memorydb.SnapshotCopy("sessions-copy", source_snapshot_name=sessions.id, tags=tags)
sessions_export = memorydb.SnapshotCopy(
    "sessions-export",
    source_snapshot_name=sessions.id,
    target_bucket=bucket,
    opts=pulumi.ResourceOptions(depends_on=sessions_copy),
)

graph = neptune.ClusterSnapshot(
    "graph", db_cluster_identifier="graph", triggers=triggers, tags=tags
)
graph_recovery = neptune.ClusterSnapshotCopy(
    "graph-recovery",
    source_db_cluster_snapshot_identifier=graph.id,
    region="eu-central-1",
    kms_key_id="alias/recovery",
    copy_tags=True,
)

documents = docdb.ClusterSnapshot(
    "documents", db_cluster_identifier="documents", triggers=triggers, tags=tags
)
documents_copy = docdb.ClusterSnapshotCopy(
    "documents-copy",
    source_db_cluster_snapshot_identifier=documents.id,
    # A snapshot that is encrypted with AWS's own key cannot be shared.
    kms_key_id="alias/shared",
    shared_accounts=["222233334444"],
    tags=tags,
)

carts = elasticache.ServerlessCacheSnapshot(
    "carts", serverless_cache_name="carts", triggers=triggers, tags=tags
)
carts_copy = elasticache.ServerlessCacheSnapshotCopy(
    "carts-copy", source_serverless_cache_snapshot_name=carts.id, tags=tags
)
carts_export = elasticache.ServerlessCacheSnapshotExport(
    "carts-export",
    serverless_cache_snapshot_name=carts.id,
    s3_bucket_name=bucket,
    opts=pulumi.ResourceOptions(depends_on=carts_copy),
)

ranks = elasticache.Snapshot(
    "ranks", replication_group_id="ranks", triggers=triggers, tags=tags
)
ranks_copy = elasticache.SnapshotCopy("ranks-copy", source_snapshot_name=ranks.id, tags=tags)

sales = redshiftserverless.Snapshot(
    "sales", namespace_name="sales", retention_period=30, triggers=triggers, tags=tags
)
sales_copies = redshiftserverless.SnapshotCopyConfiguration(
    "sales-copies",
    namespace_name="sales",
    destination_region="eu-central-1",
    snapshot_retention_period=7,
)

copies = [sessions_copy, graph_recovery, documents_copy, carts_copy, ranks_copy]
pulumi.export("exports", [sessions_export.id, carts_export.id])
pulumi.export("copies", [copy.arn for copy in copies])
pulumi.export("redshift", [sales.arn, sales_copies.arn])
