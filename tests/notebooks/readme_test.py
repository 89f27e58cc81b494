#!/usr/bin/python3
"""What README.md says of the program is so: its ten-line scenario is one, the tables are those that `clout models`
prints, pictures and files it links to are there. Blocks with figures of runs are renewed by hand
(tests/readme_blocks.py).
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
PROGRAM = os.environ.get("CLOUT_BIN") or str(ROOT / "build/release/clout")


def main():
    text = (ROOT / "README.md").read_text()
    faults = []
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        if not (ROOT / link).exists():
            faults.append(f"README.md links to {link}, which is not there")
    scenarios = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    if not scenarios:
        faults.append("README.md shows no scenario")
    with tempfile.TemporaryDirectory() as folder:
        for scenario in scenarios:
            file = pathlib.Path(folder) / "shown.yaml"
            file.write_text(scenario)
            check = subprocess.run([PROGRAM, "check", str(file)], capture_output=True, text=True)
            if check.returncode != 0:
                faults.append(f"a scenario of README.md is none: {check.stderr}")
    command = [sys.executable, str(ROOT / "tests/readme_blocks.py"), "--check", "--only", "^sim/run models"]
    blocks = subprocess.run(command,
                            env=dict(os.environ, CLOUT_BIN=PROGRAM), capture_output=True, text=True)
    if blocks.returncode != 0:
        faults.append(blocks.stdout + "the tables of README.md are old: tests/readme_blocks.py --update --only models")
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
