#!/usr/bin/python3
"""`clout export`: what it prints of a run's agents is what agents.npz holds, to the last bit; what it refuses."""
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("left out: sim/cli/export: needs python3-numpy")
    sys.exit(77)

CLOUT = os.environ["CLOUT_BIN"]
SMOKE = pathlib.Path(os.environ["CLOUT_SOURCE_DIR"]) / "scenarios" / "smoke.yaml"


def clout(*words, code=0, says=""):
    done = subprocess.run([CLOUT, *map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == code, (words, done.returncode, done.stderr)
    assert says in done.stderr, (words, done.stderr)
    assert code == 0 or done.stdout == "", words
    return done.stdout


def check_world(rows, run, seed):
    manifest = json.loads((run / "manifest.json").read_text())
    with np.load(run / "worlds" / f"{seed:04d}" / "agents.npz") as columns:
        assert list(rows[0]) == ["world", *columns.files], rows[0].keys()
        assert len(rows) == 300
        for name in columns.files:
            values = columns[name]
            cells = [row[name] for row in rows]
            if name in ("strategy", "role"):
                words = manifest["strategies" if name == "strategy" else "roles"]
                assert cells == [words[k] for k in values], name
            elif values.dtype == bool:
                assert cells == ["true" if v else "false" for v in values], name
            else:
                assert (np.array(cells).astype(values.dtype) == values).all(), name


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    run, table = folder / "run", folder / "agents.csv"
    clout("run", SMOKE, "-q", "-o", run, "--set", "strategies.casual={name: quiet-ones, model: casual, share: 0.7}")
    text = clout("export", run)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["world"] for row in rows] == ["1"] * 300 + ["2"] * 300
    assert {row["strategy"] for row in rows} >= {"quiet-ones", "klout_chaser"}
    for seed in (1, 2):
        check_world([row for row in rows if row["world"] == str(seed)], run, seed)
    assert clout("export", run, "--seed", 2).splitlines() == text.splitlines()[:1] + text.splitlines()[301:]

    assert clout("export", run, "-o", table) == ""
    assert table.read_text() == text
    clout("export", run, "-o", table, "--seed", 1, code=4, says="agents.csv: is there already; --overwrite")
    assert table.read_text() == text
    clout("export", run, "-o", table, "--seed", 1, "--overwrite")
    assert table.read_text().splitlines() == text.splitlines()[:301]

    clout("export", code=2, says="export what?")
    clout("export", run, run, code=2, says="one argument too many")
    clout("export", run, "--seed", 3, code=2, says="--seed: the run has no world of seed 3")
    clout("export", run, "-o", "", code=2, says="--output: the file's name is empty")
    clout("export", folder, code=4, says="manifest.json")
    clout("export", run, "-o", run / "worlds" / "agents.csv", code=4, says="lies in the folder of a run")
    clout("export", run, "-o", folder / "none" / "agents.csv", code=4, says="none")
    clout("run", SMOKE, "-q", "-o", folder / "bare", "--set", "output.agents=false")
    clout("export", folder / "bare", code=4, says="agents.npz: is not there; --set output.agents=true")
    archive = run / "worlds" / "0002" / "agents.npz"
    archive.write_bytes(archive.read_bytes()[:-10])
    clout("export", run, "-o", folder / "damaged.csv", code=4, says="agents.npz")
    assert sorted(f.name for f in folder.iterdir()) == ["agents.csv", "bare", "run"]
