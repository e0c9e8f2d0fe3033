"""Compares what local AWS recorded with AWS's own models: `python validator [--every-service] <folder>`.

Every mismatch becomes a line that begins with WRONG, and the exit code 1. An exchange that was skipped, because nobody
knows here how to judge it, makes that the exit code too.
"""

import argparse
import sys
from pathlib import Path

from exchanges import exchanges_in
from verdict import Verdict

arguments = argparse.ArgumentParser()
arguments.add_argument("--every-service", action="store_true", help="fail where a service has no records")
arguments.add_argument("folder", type=Path)
options = arguments.parse_args()

verdict = Verdict()
for exchange in exchanges_in(options.folder):
    verdict.judge(exchange)
if options.every_service:
    verdict.demand_every_service()
for line in verdict.lines():
    print(line)
sys.exit(1 if verdict.problems or verdict.skipped else 0)
