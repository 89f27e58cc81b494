#!/usr/bin/python3
"""What does a sweep cost beyond the worlds that it lives? Many runs of a tenth of a second in children, landed in the
store, with the report at the end, against the same worlds lived by `clout run` on one thread, with all that it writes and
reports; and how busy the processors were.

    CLOUT_BIN=build/release/clout tests/bench/sweep_cost.py [RUNS]      # 1,000 unless said otherwise; wanted for 10,000

Wanted, else the exit code is 1: a sweep takes at most 1.05 times the processor time of `clout run`. Processors are busy
to 95 % where the machine has nothing else to do; that is printed and not judged, as a bench cannot know.
"""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sim" / "cli"))
from copied_sweep import SCENARIO, spent  # noqa: E402

CLOUT = pathlib.Path(os.environ.get("CLOUT_BIN", "build/release/clout")).resolve()
# Some 0.1 s of a processor a run.
SIZE = ["--set", "population.agents=600", "--set", "output.agents=false"]
THETAS, JOBS, MOST = (0.2, 0.5, 0.8, 0.9), 2, 1.05


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    worlds = ["--worlds", str(max(2, runs // len(THETAS)))]
    runs = len(THETAS) * int(worlds[1])
    with tempfile.TemporaryDirectory() as folder:
        axis = "value.theta=" + ",".join(str(theta) for theta in THETAS)
        sweep, clock, _ = spent([str(CLOUT), "sweep", str(SCENARIO), *SIZE, "--vary", axis, *worlds, "-q", "--jobs",
                                 str(JOBS), "-o", f"{folder}/sweep"])
        lived = sum(spent([str(CLOUT), "run", str(SCENARIO), *SIZE, "--set", f"value.theta={theta}", *worlds, "-q",
                           "--threads", "1", "-o", f"{folder}/{theta}"])[0] for theta in THETAS)
    print(f"{runs:,} runs of {lived / runs:.3f} s: a sweep takes {sweep:.1f} s of processors, clout run {lived:.1f} s, "
          f"{sweep / lived:.3f} times; {JOBS} processors were {100 * sweep / (JOBS * clock):.0f} % busy")
    sys.exit(f"more than {MOST} times" if sweep > MOST * lived else 0)


if __name__ == "__main__":
    main()
