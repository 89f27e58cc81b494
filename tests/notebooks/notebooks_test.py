#!/usr/bin/python3
"""Every notebook runs from top to bottom on a small run, is committed without outputs and ends with an answer.

The run is made by $CLOUT_BIN from scenarios/smoke.yaml: with two worlds, and with one, which has no intervals.

    CLOUT_BIN=build/release/clout /usr/bin/python3 tests/notebooks/notebooks_test.py
"""
import concurrent.futures
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
PROGRAM = os.environ.get("CLOUT_BIN") or str(ROOT / "build/release/clout")
NEEDED = ("nbconvert", "ipykernel", "numpy", "pandas", "matplotlib")


def execute(notebook, run, folder):
    """The executed notebook's cells, or a failed cell with what was said. `folder` is its own."""
    environment = dict(os.environ, CLOUT_RUN=str(run), MPLBACKEND="Agg", PYDEVD_DISABLE_FILE_VALIDATION="1",
                       PYTHONNOUSERSITE="1", PYTHONDONTWRITEBYTECODE="1",
                       IPYTHONDIR=str(folder / "ipython"), JUPYTER_DATA_DIR=str(folder / "jupyter"),
                       JUPYTER_CONFIG_DIR=str(folder / "jupyter"))
    done = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--execute", "--ExecutePreprocessor.kernel_name=python3",
         "--ExecutePreprocessor.timeout=50", "--to", "notebook", "--output-dir", str(folder), str(notebook)],
        env=environment, capture_output=True, text=True, timeout=58)
    if done.returncode != 0:
        return [{"outputs": [{"output_type": "error", "text": done.stderr[-3000:]}]}]
    return json.loads((folder / notebook.name).read_text())["cells"]


def outputs(cells):
    return [o for cell in cells for o in cell.get("outputs", [])]


def text_of(output):
    data = output.get("data", {})
    return "".join(data.get("text/markdown") or data.get("text/plain") or output.get("text") or "")


def check(notebook, made, last):
    """What is wrong with the outputs of an executed notebook."""
    errors = [text_of(o) or o.get("text") or o.get("evalue") for o in made if o["output_type"] == "error"]
    if errors:
        return [f"{notebook.name}: {error}" for error in errors]
    faults = [f"{notebook.name} warns: {text_of(o)}" for o in made if o.get("name") == "stderr" and "Warning" in text_of(o)]
    if not any("image/png" in o.get("data", {}) for o in made):
        faults.append(f"{notebook.name} shows no picture")
    if not any(word in last for word in ("yes, ", "no, ", "cannot tell")):
        faults.append(f"{notebook.name} does not end with an answer: {last}")
    return faults


def check_committed(notebook):
    """What is wrong with a notebook as it is committed."""
    cells = json.loads(notebook.read_text())["cells"]
    if outputs(cells) or any(cell.get("execution_count") for cell in cells):
        yield f"{notebook.name} is committed with outputs"
    if cells[0]["cell_type"] != "markdown" or "?" not in "".join(cells[0]["source"]):
        yield f"{notebook.name} does not begin with its question"


def main():
    missing = [module for module in NEEDED if importlib.util.find_spec(module) is None]
    if missing:
        print(f"left out: notebooks: not installed: {' '.join(missing)}")
        return 77
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    faults = [] if notebooks else ["there is no notebook"]
    faults += [fault for notebook in notebooks for fault in check_committed(notebook)]
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        for worlds in (1, 2):
            subprocess.run([PROGRAM, "run", str(ROOT / "scenarios/smoke.yaml"), "--worlds", str(worlds), "--quiet",
                            "-o", str(top / f"worlds_{worlds}")], check=True, stdout=subprocess.DEVNULL)
        jobs = [(notebook, worlds) for notebook in notebooks for worlds in (1, 2)]
        with concurrent.futures.ThreadPoolExecutor(2) as two:
            executed = list(two.map(lambda job: execute(job[0], top / f"worlds_{job[1]}",
                                                        top / f"{job[0].stem}_{job[1]}"), jobs))
        for (notebook, worlds), cells in zip(jobs, executed):
            made = outputs(cells)
            last = text_of(made[-1]) if made else ""
            print(f"{notebook.name}, worlds: {worlds}: {last}")
            faults += check(notebook, made, last)
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
