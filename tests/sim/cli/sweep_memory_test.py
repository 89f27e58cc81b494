#!/usr/bin/python3
"""What the command of a sweep holds hardly grows with its runs: a finished sweep of 20,000 begun again, with its report
made and with its report kept, beside one of 1,000. Nor do small files take room for large ones.

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
SMALL = 4_000_000                 # bytes that small files may take; 8.6 MB where room is made for the largest ones
BYTES = 300                       # that a run may cost; 250 with 100,000 runs, next to nothing with 20,000


def held_by_small_files(folder):
    """Bytes that a scenario of two small files, itself and a score, takes when it is read; the program's own aside."""
    scenario, score = pathlib.Path(folder) / "s.yaml", pathlib.Path(folder) / "r.yaml"
    score.write_text("name: r\nmodel: follower_count\n")
    scenario.write_text("schema: 1\nscoring: {visible: {file: r.yaml}}\n")
    return spent([CLOUT, "check", scenario])[2] - spent([CLOUT, "--version"])[2]


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
    with tempfile.TemporaryDirectory() as folder:
        if (more := held_by_small_files(folder)) > SMALL:
            faults.append(f"a scenario of two small files: {more:,} bytes, not at most {SMALL:,}")
    print(held, *faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
