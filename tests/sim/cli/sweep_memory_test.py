#!/usr/bin/python3
"""What the command of a sweep holds hardly grows with its runs: a finished sweep of 20,000 begun again, with its report
made and with its report kept, beside one of 1,000.

    CLOUT_BIN=build/release/clout /usr/bin/python3 tests/sim/cli/sweep_memory_test.py
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from copied_sweep import finished_sweep, spent

CLOUT = pathlib.Path(os.environ.get("CLOUT_BIN") or "build/release/clout").resolve()
POINTS, FEW, MANY = 100, 10, 200  # worlds
FIGURES = 5                       # as they are held in memory, with their names, more than BYTES
BYTES = 300                       # that a run may cost; 250 with 100,000 runs, next to nothing with 20,000


def main():
    if "asan" in (libraries := subprocess.run(["ldd", CLOUT], capture_output=True, text=True).stdout) or (
            "tsan" in libraries):
        print("left out: sim/cli/sweep_memory: a sanitizer holds memory of its own")
        return 77
    held = {}
    for worlds in (FEW, MANY):
        with tempfile.TemporaryDirectory() as folder:
            words = finished_sweep(CLOUT, pathlib.Path(folder) / "sweep", POINTS, worlds, FIGURES)
            held[worlds] = [spent(words)[2] for _ in ("report made", "report kept")]
    faults = [f"{name}: {many - few:,} bytes more for {POINTS * (MANY - FEW):,} runs more, not at most {BYTES} each"
              for name, few, many in zip(("report made", "report kept"), held[FEW], held[MANY])
              if many - few > BYTES * POINTS * (MANY - FEW)]
    print(held, *faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
