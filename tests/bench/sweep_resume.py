#!/usr/bin/python3
"""What does a finished sweep cost that is begun again? 10,000 runs of 220 figures, the whole command: first with every
figure read for its report, then with the report that is kept; and the same of a sweep with `until`, lived in 98 rounds.

    CLOUT_BIN=build/release/clout tests/bench/sweep_resume.py

Wanted, else the exit code is 1: under a second of the processor once a report is kept.
"""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sim" / "cli"))
from copied_sweep import finished_sweep, spent, tell_worlds_apart  # noqa: E402

CLOUT = pathlib.Path(os.environ.get("CLOUT_BIN", "build/release/clout")).resolve()
POINTS, WORLDS, MOST_SECONDS = 100, 100, 1.0


def main():
    slow = []
    with tempfile.TemporaryDirectory() as folder:
        store = pathlib.Path(folder) / "many"
        words = finished_sweep(CLOUT, store, POINTS, WORLDS)
        tell_worlds_apart(store)
        until = f"sweep.until={{measure: gain_circles, ci_halfwidth: 1e-9, worlds_max: {WORLDS}}}"
        print(f"{POINTS * WORLDS:,} runs                          processor    clock      held")
        for name, more in (("", [str(WORLDS)]), ("until, ", ["2", "--set", until])):
            for what in ("every figure is read", "its report is kept"):
                processor, clock, held = spent([*words[:-1], *more])  # in place of its --worlds
                print(f"{name + what:<36} {processor:7.2f} s {clock:7.2f} s {held / 1e6:6.1f} MB", flush=True)
            if processor >= MOST_SECONDS:
                slow.append(f"{name or 'a finished sweep, '}begun again: {processor:.2f} s, not under {MOST_SECONDS} s")
    sys.exit("\n".join(slow) or 0)


if __name__ == "__main__":
    main()
