"""Runs an operation of a program with Pulumi's Automation API for Python, in a folder with a project.

    python tour.py OPERATION PROGRAM COLOR

Shows Pulumi's output, and writes the steps of the engine to the file descriptor 3, each as a line of JSON.
"""

import json
import os
import runpy
import sys

from pulumi import automation as auto

operation, program, color = sys.argv[1:]


def run_program():
    runpy.run_path(program)


stack = auto.select_stack(
    stack_name="dev",
    project_name="five-services",
    program=run_program,
    opts=auto.LocalWorkspaceOptions(
        work_dir=os.getcwd(), pulumi_home=os.environ["PULUMI_HOME"]
    ),
)
with os.fdopen(3, "w") as steps:

    def note(event):
        of_resource = event.resource_pre_event or event.res_outputs_event
        if of_resource:
            op = of_resource.metadata.op
            step = {"urn": of_resource.metadata.urn, "op": getattr(op, "value", op)}
            print(json.dumps(step), file=steps, flush=True)

    getattr(stack, operation)(
        color=color,
        parallel=32,
        on_output=lambda text: print(text, flush=True),
        on_event=note,
    )
