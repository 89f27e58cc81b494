#!/usr/bin/python3
"""What does a finished sweep cost that is begun again? 10,000 runs of 220 figures, the whole command: first with every
figure read for its report, then with the report that is kept.

    CLOUT_BIN=build/release/clout tests/bench/sweep_resume.py

Wanted, else the exit code is 1: under a second of the processor once a report is kept.
"""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sim" / "cli"))
from copied_sweep import finished_sweep, spent  # noqa: E402

CLOUT = pathlib.Path(os.environ.get("CLOUT_BIN", "build/release/clout")).resolve()
POINTS, WORLDS, MOST_SECONDS = 100, 100, 1.0


def main():
    with tempfile.TemporaryDirectory() as folder:
        words = finished_sweep(CLOUT, pathlib.Path(folder) / "many", POINTS, WORLDS)
        print(f"{POINTS * WORLDS:,} runs                  processor    clock      held")
        for what in ("every figure is read", "its report is kept"):
            processor, clock, held = spent(words)
            print(f"{what:<28} {processor:7.2f} s {clock:7.2f} s {held / 1e6:6.1f} MB", flush=True)
    if processor >= MOST_SECONDS:
        sys.exit(f"a finished sweep takes {processor:.2f} s when it is begun again, not under {MOST_SECONDS} s")


if __name__ == "__main__":
    main()
