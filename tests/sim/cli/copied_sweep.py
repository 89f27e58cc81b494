"""A finished sweep of many runs in seconds: one world is lived at each point and stands in the store so many times, each
time under a seed of its own, as if all had been lived."""
import os
import pathlib
import sqlite3
import subprocess

SCENARIO = pathlib.Path(__file__).resolve().parents[3] / "scenarios" / "smoke.yaml"
# So small that the runs cost next to nothing; with its four strategies a run has some 220 figures.
SMALL = ["--set", "scoring={visible: none, shadow: []}", "--set", "population.agents=30", "--set", "horizon=1d",
         "--set", "burn_in=0d"]


def finished_sweep(clout, folder, points, worlds):
    """Words of the command whose sweep of `points` x `worlds` runs stands finished in `folder`, a path."""
    axis = "value.theta=" + ",".join(f"{k / points:.6f}" for k in range(points))
    words = [str(clout), "sweep", str(SCENARIO), *SMALL, "--vary", axis, "-q", "-o", str(folder)]
    subprocess.run([*words, "--worlds", "1"], check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(folder / "sweep.sqlite") as store:
        copies = f"WITH RECURSIVE copy (k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copy WHERE k < {worlds - 1}) "
        columns = "status, seconds, memory_bytes, attempt, host, finished_at, error, figures, crc"
        store.execute(copies + "INSERT INTO wanted SELECT setting, seed + k FROM copy, wanted")
        store.execute(f"{copies} INSERT INTO runs (run, setting, seed, {columns}) "
                      f"SELECT run + {points} * k, setting, seed + k, {columns} FROM copy, runs")
        store.execute(f"{copies} INSERT INTO metrics SELECT run + {points} * k, measure, value FROM copy, metrics")
    store.close()
    return [*words, "--worlds", str(worlds)]


def spent(words):
    """Lives a command. Seconds of the processor and by the clock, and bytes that it held at most."""
    began = os.times()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        process = subprocess.Popen(words, stdout=nowhere)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, words)
    return usage.ru_utime + usage.ru_stime, os.times().elapsed - began.elapsed, usage.ru_maxrss * 1024
