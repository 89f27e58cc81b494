#!/usr/bin/python3
"""How right is the plan of a sweep? Plans and lives a few sweeps, on an otherwise idle machine, and prints what the plan
said over what was: time by the clock, and memory of the largest worker.

    CLOUT_BIN=build/release/clout tests/bench/sweep_plan.py

Wanted: time within a factor of 1.5, memory within 20 %.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

CLOUT = pathlib.Path(os.environ.get("CLOUT_BIN", "build/release/clout")).resolve()
SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
UNITS = {"bytes": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "ms": 1e-3, "s": 1, "min": 60, "h": 3600}
STUDIES = {
    "600 people, a month": ["smoke.yaml", "--set", "population.agents=600", "--vary", "value.theta=0.2,0.5,0.8",
                            "--worlds", "60"],
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


def main():
    print(f"{'sweep':<28} {'planned':>9} {'took':>9} {'ratio':>6}   {'planned':>9} {'held':>9} {'ratio':>6}")
    for name, (scenario, *words) in STUDIES.items():
        with tempfile.TemporaryDirectory() as folder:
            words = ["sweep", SCENARIOS / scenario, *words, "--jobs", "2", "-o", "out"]
            plan = clout(*words, "--plan", folder=folder)
            seconds = quantity(re.search(r"time +(.*)", plan)[1])
            memory = quantity(re.search(r"memory +about (.*?) of", plan)[1]) / 2
            began = time.monotonic()
            clout(*words, "-q", folder=folder)
            took = time.monotonic() - began
            held = json.loads(clout("sweep", "status", "out", "--json", folder=folder))["most_memory_bytes"]
            print(f"{name:<28} {seconds:7.1f} s {took:7.1f} s {seconds / took:6.2f}   "
                  f"{memory / 1e6:6.1f} MB {held / 1e6:6.1f} MB {memory / held:6.2f}", flush=True)


if __name__ == "__main__":
    main()
