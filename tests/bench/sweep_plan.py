#!/usr/bin/python3
"""How right is the plan of a sweep? Plans and lives a few sweeps and prints what the plan said over what was: time,
memory of the largest worker, disk of the store; and how busy the processors were, processor time over jobs times time
by the clock.

    CLOUT_BIN=build/release/clout tests/bench/sweep_plan.py [NAME...]     # studies with these words in their names

Wanted, else the exit code is 1: time within a factor of 1.5, memory and disk within 20 %. Time is that of a processor
over the jobs, which is that of the clock where the machine has nothing else to do and the workers are always busy.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "sim" / "cli"))
from copied_sweep import spent  # noqa: E402

CLOUT = pathlib.Path(os.environ.get("CLOUT_BIN", "build/release/clout")).resolve()
SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "ms": 1e-3, "s": 1, "min": 60, "h": 3600}
JOBS = 2
FACTOR, SHARE = 1.5, 0.2
STUDIES = {
    "600 people, a month": ["smoke.yaml", "--set", "population.agents=600", "--vary", "value.theta=0.2,0.5,0.8",
                            "--worlds", "60"],
    "1,000 people with margins": ["when_chasing_pays.yaml", "--points", "1", "--worlds", "2"],
    "1,500 people, many hours": ["best_mix.yaml", "--vary", "population.hours_online_added=2,10",
                                 "--vary", "population.hours_offline_added=0,10", "--worlds", "1"],
    "3,000 people check in": ["foursquare_week.yaml", "--vary", "value.theta=0.2,0.8", "--worlds", "2"],
    "2,000 people, 18 scores": ["goodhart.yaml", "--vary", "value.theta=0.2,0.8", "--worlds", "1"],
    "10,000 people, half a year": ["take_it_offline.yaml", "--set", "horizon=90d", "--set", "margins={}",
                                   "--set", "plausible={}", "--vary", "value.theta=0.2,0.8", "--worlds", "8"],
    "100,000 people, two months": ["take_it_offline.yaml", "--set", "horizon=30d", "--set", "margins={}",
                                   "--set", "plausible={}", "--set", "population.agents=100000",
                                   "--set", "scoring.visible={name: klout, window_days: 30}",
                                   "--set", "scoring.shadow=[]", "--vary", "value.theta=0.2,0.8", "--worlds", "2"],
}


def clout(*words, folder):
    done = subprocess.run([CLOUT, *words], capture_output=True, text=True, cwd=folder)
    if done.returncode != 0:
        sys.exit(f"clout {' '.join(map(str, words))}: {done.stderr}")
    return done.stdout


def quantity(text):
    """Seconds or bytes of "1 min 03 s", "7.1 MB", "under a second"."""
    if "under a second" in text:
        return 0.5
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"([\d.]+) ([a-zA-Z]+)", text))


def compare(name, scenario, *words):
    """Prints a line; what is further off than is wanted, as sentences."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["sweep", str(SCENARIOS / scenario), *words, "--jobs", str(JOBS), "-o", f"{folder}/out"]
        plan = clout(*words, "--plan", folder=folder)
        planned = {"time": quantity(re.search(r"time +(.*)", plan)[1]),
                   "memory": quantity(re.search(r"memory +about (.*?) of", plan)[1]) / JOBS,
                   "disk": quantity(re.search(r"disk +about (.*)", plan)[1])}
        processor, clock, _ = spent([str(CLOUT), *words, "-q"])
        status = json.loads(clout("sweep", "status", "out", "--json", folder=folder))
        was = {"time": processor / JOBS, "memory": status["most_memory_bytes"],
               "disk": os.path.getsize(f"{folder}/out/sweep.sqlite")}
    print(f"{name:<27}", *(f"{planned[what] / by:9.2f} {was[what] / by:9.2f} {planned[what] / was[what]:6.2f}"
                           for what, by in (("time", 1), ("memory", 1e6), ("disk", 1e6))),
          f"{100 * processor / (JOBS * clock):6.0f} %", flush=True)
    return [f"{what} of {name}: {planned[what] / was[what]:.2f} of what was"
            for what, low, high in (("time", 1 / FACTOR, FACTOR), ("memory", 1 - SHARE, 1 + SHARE),
                                    ("disk", 1 - SHARE, 1 + SHARE)) if not low <= planned[what] / was[what] <= high]


def main():
    print(f"{'':<27} {'planned':>9} {'was':>9} {'ratio':>6}" + f" {'planned':>9} {'was':>9} {'ratio':>6}" * 2 +
          f" {'busy':>8}\n{'sweep':<27} {'time, s':>26} {'memory, MB':>26} {'disk, MB':>26}")
    wanted = [name for name in STUDIES if all(word in name for word in sys.argv[1:])]
    off = [sentence for name in wanted for sentence in compare(name, *STUDIES[name])]
    sys.exit("\n".join(off) or 0)


if __name__ == "__main__":
    main()
