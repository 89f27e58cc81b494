#!/usr/bin/python3
"""Every notebook runs from top to bottom on a small run, is committed without outputs and ends with an answer.

Runs are made by $CLOUT_BIN, as small as they can be and still give figures: with worlds enough for intervals, and for
margins with probes enough. notebooks_long_test.py runs them on what can give none.

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

SMOKE = ("smoke.yaml", "margins.step_hours=1")
MANY_PROBES = SMOKE + ("population.agents=500", "probes.share=0.5", "probes.hours_online_max=20",
                       "probes.hours_offline_max=20")
CHICAGO = ("chicago_ctos.yaml", "population.agents=400", "burn_in=30d", "horizon=60d",
           "scoring.visible.window_days=9", "mechanisms.react.fade_days=7d")
WHY = ("why_they_differ.yaml", "population.agents=500", "probes.share=0.5", "burn_in=30d", "horizon=60d",
       "scoring.visible.window_days=9", "mechanisms.react.fade_days=7d", "output.agents=false")
# A sweep, not a run: of three axes, so that its base rows are of five points.
HOLDS = ("when_chasing_pays.yaml", "population.agents=250", "population.cities=3", "burn_in=30d",
         "scoring.visible={name: klout, window_days: 9}", "mechanisms.react.fade_days=7d", "horizon=90d",
         "probes.share=0.4", "sweep.points=4",
         "sweep.axes={mechanisms.message.e_online: {from: 0.02, to: 1, scale: log}, value.theta: {from: 0, to: 1}, "
         "strategies: [[{name: casual, share: 0.6}, {name: klout_chaser, share: 0.2}, {name: balanced_networker, "
         "share: 0.2}], [{name: casual, share: 0}, {name: klout_chaser, share: 0.8}, {name: balanced_networker, "
         "share: 0.2}]]}")
MIX = ("best_mix.yaml", "population.agents=250", "burn_in=30d", "horizon=60d",
       "scoring.visible={name: klout, window_days: 9}", "mechanisms.react.fade_days=7d",
       "sweep.axes={population.hours_online_added: [0, 4], population.hours_offline_added: [0, 4]}")
TWINS = ("twins.yaml", "population.agents=200", "burn_in=196d", "horizon=28d")
APPEARS = ("a_score_appears.yaml", "population.agents=200", "horizon=224d")
WEEK = ("foursquare_week.yaml", "population.agents=200", "horizon=14d")
# Not a scenario: scores that are audited, on few people.
AUDIT = ("audit", "follower_count", "h_index", "stack_overflow", "--scenario", str(ROOT / "scenarios/smoke.yaml"))
# A scenario whose runs a notebook finds by another variable than CLOUT_RUN.
VARIABLES = {"why_they_differ.yaml": "CLOUT_WHY_RUN", "when_chasing_pays.yaml": "CLOUT_SWEEP",
             "best_mix.yaml": "CLOUT_SWEEP", "twins.yaml": "CLOUT_TWINS", "audit": "CLOUT_AUDITS",
             "a_score_appears.yaml": "CLOUT_APPEARS", "foursquare_week.yaml": "CLOUT_FOURSQUARE"}
# By notebook: (worlds, scenarios with what is set in them, whether the answer is `cannot tell`).
CASES = {
    "01_a_year_of_chasing": [(1, [SMOKE], True), (2, [SMOKE], False)],
    "02_take_it_offline": [(1, [SMOKE, WHY], True), (2, [SMOKE, WHY], True),
                            (3, [MANY_PROBES, WHY], False)],
    "03_chicago_ctos": [(1, [CHICAGO], True), (2, [CHICAGO], False)],
    "04_where_the_answer_holds": [(1, [HOLDS], True), (4, [HOLDS], False), (3, [MIX], False)],
    "05_valid_or_cheap": [(1, [AUDIT], True), (2, [AUDIT, TWINS], False)],
    "06_what_people_learn": [(1, [TWINS], True), (2, [TWINS], False)],
    "07_before_and_after": [(1, [APPEARS], True), (2, [APPEARS], False)],
    "08_a_foursquare_week": [(1, [WEEK], True), (2, [WEEK], False)],
}


def make_runs(top, cases):
    """Folder of every run that is needed: {(worlds, scenario): folder}."""
    runs = {}
    for worlds, scenarios, _ in cases:
        for scenario in scenarios:
            if (worlds, scenario) in runs:
                continue
            runs[worlds, scenario] = folder = top / f"run_{len(runs)}"
            if scenario[0] == "audit":
                with open(folder, "w") as file:
                    subprocess.run([PROGRAM, *scenario, "--worlds", str(worlds), "--quiet", "--json"], check=True,
                                   stdout=file)
                continue
            settings = [word for key in scenario[1:] for word in ("--set", key)]
            file = str(ROOT / "scenarios" / scenario[0])
            verb = "sweep" if VARIABLES.get(scenario[0]) == "CLOUT_SWEEP" else "run"
            subprocess.run([PROGRAM, verb, file, *settings, "--worlds", str(worlds), "--quiet",
                            "-o", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return runs


def execute(notebook, runs, folder):
    """The executed notebook's cells, or a failed cell with what was said. runs: (scenario, folder). `folder` is its
    own."""
    named = {}
    for scenario, run in runs:
        named.setdefault(VARIABLES.get(scenario[0], "CLOUT_RUN"), []).append(str(run))
    environment = dict(os.environ, **{name: os.pathsep.join(paths) for name, paths in named.items()}, MPLBACKEND="Agg",
                       PYDEVD_DISABLE_FILE_VALIDATION="1", PYTHONNOUSERSITE="1",
                       PYTHONDONTWRITEBYTECODE="1",
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


def check(notebook, made, last, unclear):
    """What is wrong with the outputs of an executed notebook. unclear: its run can tell nothing."""
    errors = [text_of(o) or o.get("text") or o.get("evalue") for o in made if o["output_type"] == "error"]
    if errors:
        return [f"{notebook.name}: {error}" for error in errors]
    faults = [f"{notebook.name} warns: {text_of(o)}" for o in made
              if o.get("name") == "stderr" and "Warning" in text_of(o)]
    if not any("image/png" in o.get("data", {}) for o in made):
        faults.append(f"{notebook.name} shows no picture")
    if not any(word in last for word in ("yes, ", "no, ", "cannot tell")):
        faults.append(f"{notebook.name} does not end with an answer: {last}")
    if unclear and ("cannot tell" not in last or "yes, " in last or "no, " in last):
        faults.append(f"{notebook.name} knows what it cannot know: {last}")
    return faults


def check_committed(notebook):
    """What is wrong with a notebook as it is committed."""
    cells = json.loads(notebook.read_text())["cells"]
    if outputs(cells) or any(cell.get("execution_count") for cell in cells):
        yield f"{notebook.name} is committed with outputs"
    if cells[0]["cell_type"] != "markdown" or "?" not in "".join(cells[0]["source"]):
        yield f"{notebook.name} does not begin with its question"


def main(unclear):
    """Exit code of the cases whose answer is `cannot tell`, or of all others."""
    missing = [module for module in NEEDED if importlib.util.find_spec(module) is None]
    if missing:
        print(f"left out: notebooks: not installed: {' '.join(missing)}")
        return 77
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    faults = [fault for notebook in notebooks for fault in check_committed(notebook)]
    if [notebook.stem for notebook in notebooks] != sorted(CASES):
        faults.append(f"notebooks are {[n.stem for n in notebooks]}, cases are of {sorted(CASES)}")
    jobs = [(notebook, case) for notebook in notebooks for case in CASES.get(notebook.stem, []) if case[2] == unclear]
    with tempfile.TemporaryDirectory() as top:
        top = pathlib.Path(top)
        runs = make_runs(top, [case for _, case in jobs])

        def cells_of(numbered):
            k, (notebook, (worlds, scenarios, _)) = numbered
            return execute(notebook, [(s, runs[worlds, s]) for s in scenarios], top / f"notebook_{k}")

        with concurrent.futures.ThreadPoolExecutor(2) as two:
            executed = list(two.map(cells_of, enumerate(jobs)))
        for (notebook, (worlds, _, _)), cells in zip(jobs, executed):
            made = outputs(cells)
            last = text_of(made[-1]) if made else ""
            print(f"{notebook.name}, worlds: {worlds}: {last}")
            faults += check(notebook, made, last, unclear)
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(unclear=False))
