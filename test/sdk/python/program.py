"""Runs the program of the language tests, or that in a file, by Pulumi's Automation API for Python.

    python program.py [FILE]

Reads operations from the standard input, one a line, as JSON: {"operation": "up", "plan": "plan.json"}. Prints what the
engine did, one line each. Runs in a folder and with the environment that the test sets.
"""

import json
import os
import runpy
import sys

from backups import program
from pulumi import automation as auto


def in_file():
    runpy.run_path(sys.argv[1])


def run(stack, operation, plan=None):
    options = {} if plan is None else {"plan": plan}
    try:
        result = getattr(stack, operation)(parallel=32, color="never", **options)
    except auto.CommandError as error:
        return {"failed": True, "changes": {}, "output": str(error), "outputs": {}}
    changes = result.change_summary if operation == "preview" else result.summary.resource_changes
    outputs = getattr(result, "outputs", {}).items()
    return {
        "failed": False,
        "changes": {str(getattr(op, "value", op)): count for op, count in changes.items()},
        "output": result.stdout,
        "outputs": {key: "[secret]" if output.secret else output.value for key, output in outputs},
    }


stack = auto.create_or_select_stack(
    stack_name="dev",
    project_name="languages",
    program=in_file if len(sys.argv) > 1 else program,
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
for line in sys.stdin:
    print(json.dumps(run(stack, **json.loads(line))), flush=True)
