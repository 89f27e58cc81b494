#!/usr/bin/python3
"""The main scenario is like Twitter: every quantity, as its mean over six worlds, lies in its band."""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

SCENARIO = pathlib.Path(os.environ["CLOUT_SOURCE_DIR"]) / "scenarios" / "take_it_offline.yaml"

with tempfile.TemporaryDirectory() as folder:
    run = pathlib.Path(folder) / "run"
    subprocess.run([os.environ["CLOUT_BIN"], "run", SCENARIO, "-q", "-o", run, "--worlds", "6",
                    "--set", "margins={}", "--set", "plausible={}"],
                   check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    with open(run / "likeness.csv", newline="", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
outside = [row for row in rows if row["inside"] != "true" or row["worlds"] != "6"]
for row in outside:
    print(f"FAILED: {row['quantity']} is {row['value']} in {row['worlds']} worlds, not in {row['low']} to {row['high']}")
assert len(rows) == 18, len(rows)
sys.exit(1 if outside else 0)
