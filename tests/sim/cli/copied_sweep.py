"""A finished sweep of many runs in seconds: one world is lived at each point and stands in the store so many times,
each time under a seed of its own, as if all had been lived."""
import os
import pathlib
import sqlite3
import struct
import subprocess
import zlib

SCENARIO = pathlib.Path(__file__).resolve().parents[3] / "scenarios" / "smoke.yaml"
# So small that the runs cost next to nothing; with its four strategies a run has some 220 figures.
SMALL = ["--set", "scoring={visible: none, shadow: []}", "--set", "population.agents=30", "--set", "horizon=1d",
         "--set", "burn_in=0d"]


def mend_checksums(store):
    """Makes the number and checksum of the figures of each run those that stand there."""
    for (run,) in store.execute("SELECT run FROM runs").fetchall():
        kept = store.execute("SELECT measure, value FROM metrics WHERE run = ? ORDER BY measure", (run,)).fetchall()
        checksum = 0
        for measure, value in kept:
            checksum = zlib.crc32(struct.pack("<qd", measure, value), checksum)
        store.execute("UPDATE runs SET figures = ?, crc = ? WHERE run = ?", (len(kept), checksum, run))


def keep_figures(store, figures):
    """Leaves so many figures to each run."""
    store.execute("DELETE FROM metrics WHERE measure NOT IN (SELECT id FROM measures WHERE cohort = 'background' AND "
                  "measure LIKE 'gain_%' ORDER BY id LIMIT ?)", (figures,))
    mend_checksums(store)


def tell_worlds_apart(folder):
    """Gives each world figures of its own, so that intervals over worlds have a width."""
    with sqlite3.connect(folder / "sweep.sqlite") as store:
        store.execute("UPDATE metrics SET value = value + "
                      "1e-3 * (SELECT seed * seed FROM runs WHERE run = metrics.run)")
        mend_checksums(store)
    store.close()


def finished_sweep(clout, folder, points, worlds, figures=None):
    """Words of the command whose sweep of `points` x `worlds` runs stands finished in `folder`, a path; with all
    figures of its runs, or so many."""
    axis = "value.theta=" + ",".join(f"{k / points:.6f}" for k in range(points))
    words = [str(clout), "sweep", str(SCENARIO), *SMALL, "--vary", axis, "-q", "-o", str(folder)]
    subprocess.run([*words, "--worlds", "1"], check=True, stdout=subprocess.DEVNULL)
    with sqlite3.connect(folder / "sweep.sqlite") as store:
        if figures is not None:
            keep_figures(store, figures)
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
