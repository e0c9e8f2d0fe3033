"""The program of the language tests, as an inline program of Pulumi's Automation API for Python.

    python program.py COMMAND TEAM [FILE]

runs the program of this file or that of another FILE, in a folder with the environment that the test sets. Prints what the engine did as JSON.
"""

import json
import os
import runpy
import sys

import pulumi
from pulumi import automation as auto
from pulumi_aws_snapshots import memorydb

command, team, *other = sys.argv[1:]


def program():
    snapshot = memorydb.Snapshot(
        "orders",
        cluster_name="orders",
        tags={"team": team},
        opts=pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="30m")),
    )
    copy = memorydb.SnapshotCopy("copy", source_snapshot_name=snapshot.arn)
    latest = memorydb.get_latest_snapshot_output(cluster_name="customers", snapshot_type="automated")
    pulumi.export("arn", snapshot.arn)
    pulumi.export("copy", copy.target_snapshot_name)
    pulumi.export("shards", snapshot.cluster_configuration.apply(lambda it: it and it.num_shards))
    pulumi.export("latest", latest.name)


def run_file():
    runpy.run_path(other[0])


stack = auto.create_or_select_stack(
    stack_name="dev",
    project_name="languages",
    program=run_file if other else program,
    opts=auto.LocalWorkspaceOptions(
        work_dir=os.getcwd(),
        pulumi_home=os.environ["PULUMI_HOME"],
        project_settings=auto.ProjectSettings(
            name="languages",
            runtime="python",
            backend=auto.ProjectBackend(url=os.environ["BACKEND"]),
        ),
    ),
)
result = getattr(stack, command)()
if command == "preview":
    changes = result.change_summary
else:
    changes = result.summary.resource_changes
outputs = {key: output.value for key, output in getattr(result, "outputs", {}).items()}
print(json.dumps({"changes": {str(getattr(op, "value", op)): n for op, n in changes.items()}, "outputs": outputs}))
