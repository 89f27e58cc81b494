"""Reads the folder of a run (`clout run`) and draws it. All notebooks go through this module, and read nothing else.

What the program has computed is taken from its tables (summary.csv, measures.csv, margins.csv,
answers.csv, ...); from the columns of agents and probes only what no table holds is made: means
over bins of hours, Lorenz curves and CCDFs.

The unit of uncertainty is the world: agents of one world share a history, so their number says nothing about how sure
a figure is. Every interval here is Student's, at 95 %, over worlds.

    run = load_run(find_run())
    run.agents                            one row an agent and world
    difference(run, "gain_circles", "klout_chaser", "casual")

As a program it makes a picture of the README, named by its file, and prints the caption:

    /usr/bin/python3 notebooks/clout_results.py [RUN_FOLDER] -o notebooks/take_it_offline.png
    /usr/bin/python3 notebooks/clout_results.py [RUN_FOLDER] -o notebooks/a_year_of_chasing.png
"""

import argparse
import json
import math
import os
import pathlib
import sys
from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.ticker import MaxNLocator, NullLocator

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMAND = "sim/run scenarios/take_it_offline.yaml --worlds 20"


class RunError(Exception):
    """A sentence for the reader; a notebook shows it without the stack."""

    def _render_traceback_(self):
        return [str(self)]


# ---- Reading -------------------------------------------------------------------------------------


@dataclass
class Run:
    """A run's folder. Tables are as in sim/output/run_folder.h, with a `world` column where worlds differ."""

    folder: pathlib.Path
    manifest: dict
    agents: pd.DataFrame    # one row an agent and world; strategy and role are categories in the scenario's order
    summary: pd.DataFrame   # cohort, strategy, measure, unit, mean, low, high, sd, worlds
    measures: pd.DataFrame  # world, cohort, strategy, measure, unit, value
    daily: pd.DataFrame     # day, strategy, measure, unit, mean, low, high, sd, worlds
    likeness: pd.DataFrame  # number, quantity, value, low, high, inside, hard, ...
    margins: pd.DataFrame = None   # what the next hour buys; None: a run without margins
    answers: pd.DataFrame = None   # points and mixes that are read off the margins
    outcomes: pd.DataFrame = None  # one row a probe and world: doses, MEASURE_Nd_BRANCH
    median: tuple = None           # median hours, online and offline, of people who are no probes

    @property
    def worlds(self):
        return len(self.manifest["finished"])

    @property
    def strategies(self):
        return self.manifest["strategies"]

    @property
    def background(self):
        """People as they are: present, no probes. Strategies are compared here."""
        return self.agents[self.agents.present & ~self.agents.probe]

    @property
    def probes(self):
        """The cohort whose strategy and hours are drawn by design. Curves over hours are drawn from these."""
        return self.agents[self.agents.present & self.agents.probe]

    def __str__(self):
        people = len(self.agents) // max(1, self.worlds)
        return (f"{self.manifest['name']}: {count(self.worlds, 'world')} of {people} people each, of whom "
                f"{len(self.probes) // max(1, self.worlds)} are probes")


def find_runs(name="take_it_offline", variable="CLOUT_RUN"):
    """Folders that an environment variable names (a path, or several with : between), else all
    runs/NAME-* here and in this checkout, the newest first."""
    given = os.environ.get(variable)
    if given:
        folders = [pathlib.Path(folder) for folder in given.split(os.pathsep)]
        for folder in folders:
            if not (folder / "manifest.json").is_file():
                raise RunError(f"{variable}={folder} is not the folder of a run: it has no "
                               "manifest.json.")
        return folders
    found = {p.resolve() for top in (pathlib.Path.cwd(), ROOT) for p in top.glob(f"runs/{name}-*/manifest.json")}
    if not found:
        command = COMMAND.replace("take_it_offline", name)
        raise RunError(f"There is no run to read yet: `{command}`, typed in {ROOT}, makes one "
                       f"(or set {variable} to the folder of a run).")
    return [p.parent for p in sorted(found, key=lambda p: p.stat().st_mtime, reverse=True)]


def find_run(name="take_it_offline", variable="CLOUT_RUN"):
    """The first of find_runs(): what the variable names, else the newest."""
    return find_runs(name, variable)[0]


def load_run(folder):
    """All finished worlds of a run that are among those it was asked for."""
    folder = pathlib.Path(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    seeds = manifest["finished"]
    if not seeds:
        raise RunError(f"{folder} has no finished world yet; the command that began it goes on with it.")
    agents, measures = [], []
    for seed in seeds:
        world = folder / "worlds" / f"{seed:04d}"
        if not (world / "agents.npz").is_file():
            raise RunError(f"{world} has no agents.npz: run the scenario with --set output.agents=true.")
        with np.load(world / "agents.npz") as columns:
            frame = pd.DataFrame({name: columns[name] for name in columns.files})
        frame.insert(0, "world", seed)
        agents.append(frame)
        measures.append(pd.read_csv(world / "measures.csv", na_filter=False).assign(world=seed))
    agents = pd.concat(agents, ignore_index=True)
    for column, names in (("strategy", manifest["strategies"]), ("role", manifest["roles"])):
        agents[column] = pd.Categorical.from_codes(agents[column].astype(int), names)
    measures = pd.concat(measures, ignore_index=True)
    table = {name: pd.read_csv(folder / f"{name}.csv") for name in ("summary", "daily", "likeness")}
    run = Run(folder, manifest, agents, table["summary"], measures, table["daily"],
              table["likeness"])
    return with_margins(run) if (folder / "margins.csv").is_file() else run


def with_margins(run):
    """Adds what a run leaves that forks its worlds: tables of margins, what became of probes."""
    worlds, medians = [], []
    for seed in run.manifest["finished"]:
        with np.load(run.folder / "worlds" / f"{seed:04d}" / "probes.npz") as columns:
            probes = len(columns["agent"])
            outcomes = [n for n in columns.files
                        if n.endswith("_base") and not n.startswith("others_")]
            names = ["agent", "strategy", "role", "hours_online", "hours_offline", *outcomes]
            one_a_probe = {name: columns[name] for name in names}
            medians.append(columns["background_hours_median"])
        worlds.append(pd.DataFrame(one_a_probe, index=range(probes)).assign(world=seed))
    run.outcomes = pd.concat(worlds, ignore_index=True)
    for column in ("strategy", "role"):
        names = run.manifest["strategies" if column == "strategy" else "roles"]
        run.outcomes[column] = pd.Categorical.from_codes(run.outcomes[column].astype(int), names)
    run.margins = pd.read_csv(run.folder / "margins.csv")
    run.answers = pd.read_csv(run.folder / "answers.csv")
    run.median = tuple(float(hours) for hours in np.mean(medians, axis=0))
    return run


def require_margins(run):
    """A sentence instead of a picture of nothing, where worlds were not forked."""
    if run.margins is None:
        raise RunError(f"{run.folder} has no margins: its scenario needs "
                       "`margins: {step_hours: 1}` (or, from the command line, "
                       "--set margins.step_hours=1).")
    return run


# ---- Intervals and words -------------------------------------------------------------------------


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval over worlds; `known` is false with fewer than two: low, high are NaN."""

    estimate: float
    low: float = math.nan
    high: float = math.nan
    worlds: int = 0

    @property
    def known(self):
        return self.worlds >= 2

    def __str__(self):
        return figures(self)

    def __neg__(self):
        return Interval(-self.estimate, -self.high, -self.low, self.worlds)


def student_t(df):
    """t with P(|T| <= t) = .95. As sim/analysis/interval.h: Abramowitz, Stegun 1964, 26.7.3-4, by bisection."""

    def inside(angle):
        term = total = math.cos(angle) if df % 2 else 1.0
        for k in range(3 if df % 2 else 2, df - 1, 2):
            term *= (k - 1) / k * math.cos(angle) ** 2
            total += term
        if df % 2:
            return 2 / math.pi * (angle + (math.sin(angle) * total if df > 1 else 0))
        return math.sin(angle) * total

    low, high = 0.0, math.pi / 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle) < 0.95 else (low, middle)
    return math.sqrt(df) * math.tan(low)


def interval(values):
    """Mean of one value a world, and its interval. NaN: a world that has no such value."""
    values = np.asarray(values, float)
    values = values[np.isfinite(values)]
    n = len(values)
    if n == 0:
        return Interval(math.nan)
    mean = float(values.mean())
    if n == 1:
        return Interval(mean, worlds=1)
    half = student_t(n - 1) * float(values.std(ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def over_worlds(run, measure, strategy="ALL", cohort="background"):
    """A measure's interval, from summary.csv."""
    rows = run.summary
    row = rows[(rows.cohort == cohort) & (rows.strategy == strategy) & (rows.measure == measure)]
    if row.empty:
        raise RunError(f"{run.folder} has no measure {measure} of {strategy} ({cohort}).")
    row = row.iloc[0]
    return Interval(row["mean"], row.low, row.high, int(row.worlds))


def difference(run, measure, strategy, than, cohort="background"):
    """`strategy` less `than` in a measure, paired by world: what both share of a world's luck cancels out."""
    rows = run.measures[(run.measures.cohort == cohort) & (run.measures.measure == measure)]
    table = rows.pivot(index="world", columns="strategy", values="value")
    missing = [s for s in (strategy, than) if s not in table]
    if missing:
        raise RunError(f"{run.folder} has no {measure} of {' and '.join(missing)} ({cohort}).")
    return interval(table[strategy] - table[than])


def count(n, thing):
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def figures(i, unit=""):
    """`2.71 points [2.30, 3.12]`; as many digits as the interval bears, never fewer than 2 of the estimate."""
    if not math.isfinite(i.estimate):
        return "unknown"
    size = max(abs(x) for x in (i.estimate, i.low, i.high) if math.isfinite(x))
    digits = 0 if size == 0 else min(4, max(0, 2 - math.floor(math.log10(size))))
    # minus zero is zero
    number = lambda x: f"{round(x, digits) + 0.0:.{digits}f}"
    text = number(i.estimate) + (f" {unit}" if unit else "")
    return f"{text} [{number(i.low)}, {number(i.high)}]" if i.known else text


def verdict(i):
    """`yes` if the whole interval lies above 0, `no` if it lies below, else `cannot tell`."""
    if i.known and i.low > 0:
        return "yes"
    if i.known and i.high < 0:
        return "no"
    return "cannot tell"


def answer(i, who, verb, than, unit="", nothing="no world has both"):
    """A clause that says whether `who` VERBS (has, gained, ..) more than `than`, from the difference of the two."""
    if verdict(i) == "yes":
        return f"yes, {who} {verb} more than {than}, by {figures(i, unit)}"
    if verdict(i) == "no":
        return f"no, {who} {verb} less than {than}, by {figures(-i, unit)}"
    unclear = f"cannot tell whether {who} {verb} more or less than {than}: "
    if i.known:
        return unclear + f"the difference is {figures(i, unit)}, which has 0 in it"
    return unclear + ("one world has no interval" if i.worlds == 1 else nothing)


def agreement(verdicts):
    """A clause on whether the value models say the same. verdicts: name -> verdict."""
    if len(verdicts) == 1:
        return "there is no other value model to compare with"
    if len(set(verdicts.values())) == 1:
        return f"all {len(verdicts)} value models say the same"
    return "the value models differ (" + ", ".join(f"{name}: {v}" for name, v in verdicts.items()) + ")"


def chasing_answer(score, gains, worlds, chaser="klout_chaser", other="balanced_networker"):
    """The closing sentence of a year of chasing, from differences of `chaser` less `other`.

    score  interval, in points; gains  value model -> interval, in average people, the scenario's own model first
    """
    first = next(iter(gains))
    return (f"Score: {answer(score, chaser, 'has', other, 'points')}. "
            f"Connection value ({first}): {answer(gains[first], chaser, 'gained', other, 'average people')}; "
            f"{agreement({name: verdict(i) for name, i in gains.items()})} "
            f"({'95 % intervals over ' if worlds > 1 else 'no intervals over '}{count(worlds, 'world')}).")


def answer_of(run, chaser="klout_chaser", other="balanced_networker"):
    """chasing_answer of a run."""
    score = difference(run, "score_" + run.manifest["scores"][0], chaser, other)
    gains = {model: difference(run, "gain_" + model, chaser, other) for model in run.manifest["values"]}
    return chasing_answer(score, gains, run.worlds, chaser, other)


# ---- Margins -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """A row of answers.csv. `answer`: from the first hour, within the range, never in the range,
    cannot tell; or known. The shares are of resamples: that have a point within the range, at once,
    and nowhere up to `range_end`. Intervals of hours and shares end where these do."""

    answer: str
    value: Interval
    within: float = math.nan
    at_once: float = math.nan
    never: float = math.nan
    range_end: float = math.nan


def last_horizon(run):
    """The longest horizon that margins were taken over, in days."""
    return int(run.margins.horizon_days.max())


def point(run, measure, strategy, quantity, standardisation="matched"):
    """What answers.csv says of a quantity at the longest horizon."""
    rows = run.answers
    rows = rows[(rows.measure == measure) & (rows.strategy == strategy)
                & (rows.quantity == quantity) & (rows.standardisation == standardisation)
                & (rows.horizon_days == last_horizon(run))]
    if rows.empty:
        return Point("cannot tell", Interval(math.nan))
    row = rows.iloc[0]
    most = {"h/week": float(run.margins.hours_online.max()), "share": 1.0}.get(row.unit, math.inf)
    cut = lambda x: min(max(x, 0.0), most) if row.unit in ("h/week", "share") else x
    if math.isfinite(row.low):
        value = Interval(row.estimate, cut(row.low), cut(row.high), int(row.worlds))
    else:  # no interval: one world, or too few resamples that have it
        value = Interval(row.estimate, worlds=1 if row.worlds == 1 else 0)
    never, at_once = row.never_in_range, row.from_the_first_hour
    return Point(row.answer, value, row.probability - at_once, at_once, never, most)


def margin_rows(run, measure, strategy, hours_offline, standardisation="matched"):
    """Rows of margins.csv at given hours offline and the longest horizon, by hours online."""
    rows = run.margins
    rows = rows[(rows.measure == measure) & (rows.strategy == strategy)
                & (rows.hours_offline == hours_offline) & (rows.standardisation == standardisation)
                & (rows.horizon_days == last_horizon(run))]
    return rows.sort_values("hours_online")


def median_node(run):
    """The node of the margins' grid at which the median user lives: hours online, hours offline."""
    columns = (run.margins.hours_online, run.margins.hours_offline)
    return tuple(float(min(column.unique(), key=lambda node: abs(node - hours)))
                 for column, hours in zip(columns, run.median))


def margin_at(run, measure, strategy, what, dose):
    """`what` (marginal_online, marginal_offline, difference) at a node (online, offline)."""
    rows = margin_rows(run, measure, strategy, dose[1])
    rows = rows[rows.hours_online == dose[0]]
    if rows.empty or not math.isfinite(rows.iloc[0][what]):
        return Interval(math.nan)
    row = rows.iloc[0]
    low, high = row[what + "_low"], row[what + "_high"]
    return Interval(row[what], low, high, int(row.worlds) if math.isfinite(low) else 1)


def hours_text(hours):
    return f"{hours:g}"


def hours_figures(i):
    """`5.1 h [3.9, 6.8]`: to a tenth, as doses are."""
    return f"{i.estimate:.1f} h" + (f" [{i.low:.1f}, {i.high:.1f}]" if i.known else "")


def point_answer(p):
    """A clause on from which hour online the next hour buys more offline."""
    if p.answer == "from the first hour":
        return "yes, from the first hour online on"
    if p.answer == "within the range":
        return f"yes, past {hours_figures(p.value)} online"
    if p.answer == "never in the range":
        return f"no, at no dose up to {hours_text(p.range_end)} h online"
    unclear = "cannot tell from which hour online on"
    if p.value.worlds == 1:
        return unclear + ": one world has no interval"
    if not any(share > 0 for share in (p.within, p.at_once, p.never)):
        return unclear + ": too few probes or worlds"
    return unclear + (f": of 100 resamples of worlds {100 * p.at_once:.0f} say from the first, "
                      f"{100 * p.within:.0f} past some hour and {100 * p.never:.0f} never")


def basis(worlds):
    """What intervals are taken over, for the end of a sentence."""
    over = "95 % intervals" if worlds > 1 else "no intervals"
    return f"({over} over {count(worlds, 'world')})"


def offline_answer(who, dose, gaps, p, hours_offline, worlds):
    """The closing sentence on taking it offline.

    dose  (online, offline) at which gaps are taken
    gaps  value model -> interval of what the next hour buys more offline than online, in average
          people; the scenario's own model first
    p     where that begins, at `hours_offline`
    """
    first = next(iter(gaps))
    gap = answer(gaps[first], "an hour more offline", "buys", "one online", "average people",
                 "there are too few probes with about these hours")
    return (f"{who}, at {hours_text(dose[0])} h online and {hours_text(dose[1])} h offline a week, "
            f"value {first}: {gap}; {agreement({name: verdict(i) for name, i in gaps.items()})}. "
            f"Is it time to take it offline, at {hours_text(hours_offline)} h offline a week: "
            f"{point_answer(p)} {basis(worlds)}.")


def offline_answer_of(run, who="klout_chaser"):
    """offline_answer of a run, at the hours of its median user."""
    dose, values = median_node(run), run.manifest["values"]
    gaps = {model: margin_at(run, "gain_" + model, who, "difference", dose) for model in values}
    p = point(run, "gain_" + values[0], who, f"frontier_hours_at_{hours_text(dose[1])}h")
    return offline_answer(who, dose, gaps, p, dose[1], run.worlds)


def advice_table(run, measure):
    """A column a strategy: what answers.csv and margins.csv say at the hours of the median user."""
    dose = median_node(run)
    score = "score_" + run.manifest["scores"][0]
    known = lambda p: figures(p.value) if math.isfinite(p.value.estimate) else p.answer
    columns = {}
    for strategy in run.strategies:
        p = lambda quantity: point(run, measure, strategy, quantity)
        next_hour = lambda m, kind: figures(margin_at(run, m, strategy, "marginal_" + kind, dose))
        band = [known(p(f"best_mix_share_{end}20h")) for end in ("", "low_", "high_")]
        columns[strategy] = {
            "next hour online, score [points]": next_hour(score, "online"),
            "next hour online [average people]": next_hour(measure, "online"),
            "next hour offline [average people]": next_hour(measure, "offline"),
            "offline buys more": point_answer(p(f"frontier_hours_at_{hours_text(dose[1])}h")),
            "the same, no hours offline yet": point_answer(p("take_it_offline_hours")),
            "best share online of 20 h": band[0],
            "within 5 % of it, from": band[1], "to": band[2]}
    return pd.DataFrame(columns)


# ---- Why two strategies differ -------------------------------------------------------------------

WHY = "why_they_differ"
WHY_VARIABLE = "CLOUT_WHY_RUN"
PARTS = {"approach": "whom they approach and meet", "time": "time online",
         "hours_offline": "hours offline"}


@dataclass(frozen=True)
class Decomposition:
    """From one strategy to another: what each difference between them adds (Shapley values, which
    sum to the whole), as decomposition.csv has it, turned to the direction of the reading."""

    first: str        # strategy that it starts from
    second: str
    value: str        # value model
    start: Interval   # gain of the first, average people
    end: Interval
    whole: Interval   # end less start
    parts: dict       # name -> what it adds
    shares: dict      # name -> its share of the whole; of unknown ones the estimate is NaN
    worlds: int
    hours_offline: tuple = None  # a week, of the first and of the second; None: not known

    def words(self):
        """What the parts are called."""
        words = dict(PARTS)
        if self.hours_offline:
            few, many = (hours_text(hours) for hours in self.hours_offline)
            words["hours_offline"] += f", {many} for {few} a week"
        return words


def doses_compared(folder):
    """Hours offline of the two strategies of a decomposition, from what the run printed."""
    file = pathlib.Path(folder) / "report.json"
    said = json.loads(file.read_text())["json"] if file.is_file() else {}
    return tuple(said["decomposition"]["hours_offline"]) if "decomposition" in said else None


def decomposition(folder, value, standardisation="matched"):
    """The parts of the difference in gain by a value model at the longest horizon, or None if the
    table has none: from `strategy` of the scenario's decomposition to `than`."""
    file = pathlib.Path(folder) / "decomposition.csv"
    if not file.is_file():
        raise RunError(f"{folder} has no decomposition.csv: its scenario needs `decomposition`, as "
                       f"scenarios/{WHY}.yaml has it.")
    rows = pd.read_csv(file)
    rows = rows[(rows.measure == "gain_" + value) & (rows.standardisation == standardisation)]
    rows = rows[rows.horizon_days == rows.horizon_days.max()]
    if rows.empty:
        return None
    by_part = rows.set_index("part")

    def of(part, columns=("estimate", "low", "high")):
        estimate, low, high = (float(by_part.loc[part, c]) for c in columns)
        worlds = int(by_part.loc[part, "worlds"])
        return Interval(estimate, low, high, worlds if math.isfinite(low) else min(worlds, 1))

    shares = ("share", "share_low", "share_high")
    return Decomposition(rows.strategy.iloc[0], rows.than.iloc[0], value, of("strategy"), of("than"),
                         -of("whole"), {part: -of(part) for part in PARTS},
                         {part: of(part, shares) for part in PARTS}, int(rows.worlds.max()),
                         doses_compared(folder))


def percent(i):
    """`61 % [52, 70]`."""
    number = lambda x: f"{100 * x + 0.0:.0f}"
    return number(i.estimate) + " %" + (f" [{number(i.low)}, {number(i.high)}]" if i.known else "")


def decomposition_answer(d):
    """The closing sentence on why two strategies differ: does the gain rise, and does each part
    raise it?"""

    def unclear(i):
        if i.known:
            return f"{figures(i, 'average people')} has 0 in it"
        return "one world has no interval" if i.worlds == 1 else "too few probes in a cell"

    def said(i, more, less, what):
        if verdict(i) == "yes":
            return f"yes, {more} {figures(i, 'average people')}"
        if verdict(i) == "no":
            return f"no, {less} {figures(-i, 'average people')}"
        return f"cannot tell{what}: {unclear(i)}"

    def part(name, words):
        share = d.shares[name]
        of_it = f", {percent(share)} of the difference" if math.isfinite(share.estimate) else ""
        clause = said(d.parts[name], "adds", "takes away", "")
        return f"{words}: {clause}{of_it}"

    whole = said(d.whole, "it rises by", "it falls by", " whether it rises or falls")
    return (f"From {d.first} to {d.second}, gain ({d.value}): {whole}. Of this "
            + "; ".join(part(name, words) for name, words in d.words().items())
            + f" {basis(d.worlds)}.")


# ---- Who finds the executive ---------------------------------------------------------------------

SEEKERS = ("by_bio", "by_affinity", "by_score")
CONTROL = "at_random"


def mean_of(run, measure, strategy):
    """over_worlds, and nothing where no world knows the measure."""
    try:
        return over_worlds(run, measure, strategy)
    except RunError:
        return Interval(math.nan)


def searchers(run, strategy="by_bio"):
    """Share of the background who live by `strategy`, mean over worlds."""
    return over_worlds(run, "agents", strategy).estimate / over_worlds(run, "agents").estimate


def shares_apart(run):
    """What a run was made from, but for how frequent strategies are and how many worlds it has."""
    text = (run.folder / "scenario.resolved.yaml").read_text()
    head, strategies, tail = text.partition("\nstrategies:\n")
    lines = tail.split("\nworlds:\n")[0].split("\n")
    return head + strategies + "\n".join(x for x in lines if not x.startswith("    share: "))


def arms_of(folder):
    """Folders of a run's arms that have a finished world."""
    manifests = sorted(pathlib.Path(folder).glob("arms/*/manifest.json"))
    return [m.parent for m in manifests if json.loads(m.read_text())["finished"]]


def arm(run, name):
    """An arm of a run, or None."""
    folder = run.folder / "arms" / name
    return load_run(folder) if folder in arms_of(run.folder) else None


def runs_by_searchers(folders, strategy="by_bio"):
    """(base, runs), from runs and their arms: `base` is the run in which `strategy` is most nearly
    as frequent as the control, the one with most worlds among equals; `runs`, base among them, are
    equal but for shares, one a share, by rising share of searchers."""
    wanted = {strategy, CONTROL}
    everything = [one for folder in folders for one in (folder, *arms_of(folder))]
    found = [run for run in map(load_run, everything) if wanted <= set(run.strategies)]
    if not found:
        raise RunError(f"None of {', '.join(map(str, folders))} has the strategies {strategy} and "
                       f"{CONTROL}.")
    uneven = lambda run: round(abs(searchers(run, strategy) - searchers(run, CONTROL)), 3)
    found = sorted(found, key=lambda run: (uneven(run), -run.worlds))
    base, runs = found[0], {}
    for run in found:
        if shares_apart(run) == shares_apart(base):
            runs.setdefault(round(searchers(run, strategy), 2), run)
    return base, [runs[share] for share in sorted(runs)]


def lead_by_world(run, measure, strategy, than=CONTROL):
    """`strategy` less `than` in a measure, world by world."""
    rows = run.measures[(run.measures.cohort == "background") & (run.measures.measure == measure)]
    table = rows.pivot(index="world", columns="strategy", values="value")
    missing = [s for s in (strategy, than) if s not in table]
    if missing:
        raise RunError(f"{run.folder} has no {measure} of {' and '.join(missing)}.")
    return table[strategy] - table[than]


def finding_answer(rates, leads, shares, worlds):
    """The closing sentence on who finds the executive.

    rates   seeker -> interval of gems met per 1000 hours, less those of the control
    leads   gems met by a searcher less those of the control when most search; and that less the
            same when few do (worlds are paired by seed: they share people and network); None: one
            run only
    shares  of people who search: few, most
    """
    said = "; ".join(answer(i, name, "found", CONTROL, "gems per 1000 hours", "no world knows both")
                     for name, i in rates.items())
    if leads is None:
        more = ("what happens when everyone searches: cannot tell, there is no run with more "
                "searchers")
    else:
        (lead, change), (few, most) = leads, (f"{100 * share:.0f} %" for share in shares)
        more = ("when everyone searches: "
                + answer(lead, f"a searcher among {most}", "met", CONTROL, "gems")
                + f". Is it a greater lead than among {few}: "
                + answer(change, "it", "is", "that", "gems", "the runs share no world"))
    return f"In the same time: {said}. And {more} {basis(worlds)}."


def finding_answer_of(base, runs):
    """finding_answer of a run and of those that differ from it in shares."""
    rates = {s: difference(base, "gems_per_1000_hours", s, CONTROL)
             for s in SEEKERS if s in base.strategies}
    most, leads = runs[-1], None
    if most is not base:
        then, now = (lead_by_world(run, "gems_met", "by_bio") for run in (base, most))
        leads = interval(now), interval((now - then).dropna())
    return finding_answer(rates, leads, (searchers(base), searchers(most)), base.worlds)


# ---- Curves --------------------------------------------------------------------------------------


def dose_edges(hours, bins=6):
    """Edges of bins that hold equally many probes: their hours are maximum * u^2 with u spread evenly."""
    return float(np.max(hours)) * (np.arange(bins + 1) / bins) ** 2


def binned(frame, x, y, edges, by=None):
    """Means of `y` in bins of `x`: the mean of each world first, then the interval over worlds.

    A DataFrame (by, x, estimate, low, high, worlds): x is the mean of x in the bin; bins that fewer than two worlds
    reach are left out, as nothing is known of their spread.
    """
    columns = ["world", x, y] + ([by] if by else [])
    frame = frame[columns].dropna()
    frame = frame.assign(bin=np.clip(np.searchsorted(edges, frame[x], side="right") - 1, 0, len(edges) - 2))
    rows = []
    for key, group in frame.groupby([by, "bin"] if by else "bin", observed=True):
        world = group.groupby("world")[[x, y]].mean()
        i = interval(world[y])
        if i.known:
            name = {by: key[0]} if by else {}
            rows.append({**name, "x": world[x].mean(), "estimate": i.estimate, "low": i.low, "high": i.high,
                         "worlds": i.worlds})
    return pd.DataFrame(rows, columns=([by] if by else []) + ["x", "estimate", "low", "high", "worlds"])


def lorenz(values, steps=200):
    """Shares of people, poorest first, and the share of the whole that they hold."""
    held = np.concatenate([[0.0], np.cumsum(np.sort(np.asarray(values, float)))])
    population = np.linspace(0, 1, steps + 1)
    if held[-1] == 0:
        return population, population
    return population, np.interp(population, np.linspace(0, 1, len(held)), held / held[-1])


def ccdf(values):
    """Distinct values above 0 and the share of people who have at least so much."""
    values = np.sort(np.asarray(values))
    distinct, first = np.unique(values, return_index=True)
    share = 1 - first / len(values)
    return distinct[distinct > 0], share[distinct > 0]


# ---- One look ------------------------------------------------------------------------------------

# Colours that people with any kind of colour vision tell apart (Okabe, Ito 2008), and a marker each for grey print.
COLOURS = {"casual": "#5f5f5f", "klout_chaser": "#d55e00", "balanced_networker": "#009e73",
           "lurker_executive": "#0072b2"}
MARKERS = {"casual": "o", "klout_chaser": "^", "balanced_networker": "s", "lurker_executive": "D"}
FURTHER = [("#cc79a7", "v"), ("#e69f00", "P"), ("#56b4e9", "X"), ("#8c6d31", "*"), ("#000000", "h")]
INK, FAINT = "#222222", "#b8b8b8"


def use_style():
    """One look for all pictures: no frame, no grid, text that can be read at the width of a page."""
    plt.rcParams.update({
        "figure.dpi": 110, "savefig.dpi": 130, "font.size": 10, "axes.titlesize": 11, "axes.titleweight": "bold",
        "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": INK,
        "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "lines.linewidth": 1.6,
        "legend.frameon": False, "figure.constrained_layout.use": True})


def look(strategy, strategies):
    """Colour and marker of a strategy, the same in all pictures."""
    if strategy in COLOURS:
        return COLOURS[strategy], MARKERS[strategy]
    return FURTHER[[s for s in strategies if s not in COLOURS].index(strategy) % len(FURTHER)]


def label_ends(ax, labels):
    """Texts at the right ends of lines, moved apart where they would overlap. labels: (x, y, text, colour)."""
    if not labels:
        return
    ax.figure.canvas.draw()
    height = 1.25 * plt.rcParams["font.size"] * ax.figure.dpi / 72
    right = max(ax.transData.transform((x, y))[0] for x, y, _, _ in labels)
    places = sorted((ax.transData.transform((x, y))[1], text, colour) for x, y, text, colour in labels)
    at = [p[0] for p in places]
    for _ in range(100):  # push neighbours apart, each by half of what is missing
        for i in range(len(at) - 1):
            missing = height - (at[i + 1] - at[i])
            if missing > 1e-6:
                at[i] -= missing / 2
                at[i + 1] += missing / 2
    for y, (_, text, colour) in zip(at, places):
        x, y = ax.transAxes.inverted().transform((right, y))
        ax.annotate(text, (x, y), xycoords="axes fraction", xytext=(10, 0), textcoords="offset points", va="center",
                    color=colour, annotation_clip=False)


def say_empty(ax, what):
    ax.text(0.5, 0.5, what, transform=ax.transAxes, ha="center", va="center", color=INK, wrap=True)


def plot_over_hours(ax, run, hours, measure, ylabel, title, edges=None, labels=True):
    """Means of `measure` over probes by their hours (a dose by design), one line a strategy, with intervals."""
    probes = run.probes
    edges = dose_edges(probes[hours]) if edges is None else edges
    table = binned(probes, hours, measure, edges, by="strategy")
    ends = []
    for k, strategy in enumerate(run.strategies):
        line = table[table.strategy == strategy]
        if line.empty:
            continue
        colour, marker = look(strategy, run.strategies)
        x = line.x * (1 + 0.012 * (k - 1.5))  # side by side, so that bars do not hide each other
        ax.errorbar(x, line.estimate, [line.estimate - line.low, line.high - line.estimate], color=colour,
                    marker=marker, markersize=4.5, elinewidth=1, capsize=0)
        ends.append((x.iloc[-1], line.estimate.iloc[-1], strategy, colour))
    ax.set(xlabel=f"{'online' if hours == 'hours_online' else 'offline'}, hours a week", ylabel=ylabel, title=title)
    ax.set_xlim(0, edges[-1])
    ax.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    if not ends:
        say_empty(ax, "too few probes and worlds\nfor an interval")
    elif labels:
        label_ends(ax, ends)
    return ends


def same_scale(axes):
    """One y axis for panels that are to be compared, from 0 if that is near."""
    low = min(ax.get_ylim()[0] for ax in axes)
    high = max(ax.get_ylim()[1] for ax in axes)
    for ax in axes:
        ax.set_ylim(0 if 0 <= low < high / 2 else low, high)


def plot_by_strategy(ax, run, measure, xlabel, title, cohort="background", strategies=None):
    """A dot and its interval a strategy, from summary.csv. strategies: which; default: all."""
    names = list(strategies or run.strategies)
    for row, strategy in enumerate(names):
        try:
            i = over_worlds(run, measure, strategy, cohort)
        except RunError:
            continue
        colour, marker = look(strategy, run.strategies)
        if not math.isfinite(i.estimate):
            continue
        if i.known:
            ax.plot([i.low, i.high], [row, row], color=colour, linewidth=1.6)
        ax.plot(i.estimate, row, marker=marker, color=colour, markersize=6)
        ax.annotate(figures(i), (i.estimate, row), xytext=(0, 7), textcoords="offset points", ha="center",
                    fontsize=9, color=colour)
    ax.set_yticks(range(len(names)), names)
    for tick, strategy in zip(ax.get_yticklabels(), names):
        tick.set_color(look(strategy, run.strategies)[0])
    ax.set_ylim(len(names) - 0.4, -0.7)
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.set(xlabel=xlabel, title=title)
    low, high = ax.get_xlim()
    ax.set_xlim(0 if low >= 0 else low, high)


def picture(run):
    """The picture of the README: what hours of either kind go with, in score and in connection value, by strategy."""
    use_style()
    score, value = "score_" + run.manifest["scores"][0], "gain_" + run.manifest["values"][0]
    fig, axes = plt.subplots(1, 3, figsize=(12, 3.9))
    ends = [plot_over_hours(axes[0], run, "hours_online", score, "score, points", "Score by hours online",
                            labels=False),
            plot_over_hours(axes[1], run, "hours_online", value, "gain, average people", "Gain by hours online",
                            labels=False),
            plot_over_hours(axes[2], run, "hours_offline", value, "gain, average people", "Gain by hours offline",
                            labels=False)]
    axes[0].set_ylim(0)
    same_scale(axes[1:])
    for ax, labels in zip(axes[::2], ends[::2]):
        label_ends(ax, labels)
    return fig


# Of hours, not of strategies: wherever online and offline stand side by side.
HOUR_COLOURS = {"online": "#aa3377", "offline": "#2277bb"}
HOUR_MARKERS = {"online": "o", "offline": "s"}


def root_scale(ax, axis, ticks=(0, 1, 2, 5, 10, 20, 40)):
    """Distances are roots of hours, as the design spreads them: the first hours, where most
    happens, are seen."""
    roots = (lambda x: np.sqrt(np.maximum(x, 0)), lambda x: x ** 2)
    getattr(ax, f"set_{axis}scale")("function", functions=roots)
    getattr(ax, f"set_{axis}ticks")(ticks, [hours_text(t) for t in ticks])
    getattr(ax, f"{axis}axis").set_minor_locator(NullLocator())


def plot_margins(ax, run, measure, strategy, hours_offline, ylabel="", mark=True):
    """What the next hour online and offline buys against hours online; where they cross, with its
    interval.

    Faint and dashed: doses that few of the strategy's background have (outside their 5 to 95 %).
    Returns the ends of both lines for label_ends.
    """
    rows = margin_rows(run, measure, strategy, hours_offline)
    ends = []
    ax.axhline(0, color=FAINT, linewidth=1)
    for kind, colour in HOUR_COLOURS.items():
        line = rows.dropna(subset=["marginal_" + kind])
        if line.empty:
            continue
        x, y = line.hours_online.to_numpy(), line["marginal_" + kind].to_numpy()
        low, high = (line[f"marginal_{kind}_{end}"].to_numpy() for end in ("low", "high"))
        outside = line.outside_support.astype(bool).to_numpy()
        for k in range(len(x) - 1):
            faint = outside[k] or outside[k + 1]
            ax.plot(x[k:k + 2], y[k:k + 2], color=colour, linestyle=(0, (3, 2)) if faint else "-",
                    linewidth=1.1 if faint else 1.8, alpha=0.6 if faint else 1)
            ax.fill_between(x[k:k + 2], low[k:k + 2], high[k:k + 2], color=colour, linewidth=0,
                            alpha=0.08 if faint else 0.25)
        ax.plot(x[~outside], y[~outside], HOUR_MARKERS[kind], color=colour, markersize=4)
        ends.append((x[-1], y[-1], kind, colour))
    root_scale(ax, "x", (0, 1, 2, 4, 7, 12, 20, 40))
    ax.set_ylabel(ylabel)
    if len(rows):
        ax.set_xlim(0, rows.hours_online.max())
    if not ends:
        say_empty(ax, "too few probes")
    elif mark:
        quantity = ("take_it_offline_hours" if hours_offline == 0 else
                    f"frontier_hours_at_{hours_text(hours_offline)}h")
        mark_point(ax, point(run, measure, strategy, quantity))
    return ends


def mark_point(ax, p):
    """The point from which an hour offline buys more: a line, its interval in grey, and words."""
    words = {"from the first hour": "offline buys more\nfrom the first hour on",
             "never in the range": f"offline never buys more\nup to {hours_text(p.range_end)} h",
             "cannot tell": "cannot tell from where on\noffline buys more"}.get(p.answer)
    if words is None:
        ax.axvline(p.value.estimate, color=INK, linewidth=1, linestyle=":")
        if p.value.known:
            ax.axvspan(p.value.low, p.value.high, color=INK, alpha=0.1, linewidth=0)
        words = f"offline buys more\npast {hours_figures(p.value)}"
    ax.text(0.97, 0.97, words, transform=ax.transAxes, ha="right", va="top", fontsize=9)


def scale_to_support(axes, run, measure, hours_offline):
    """A y axis that shows all lines, and bands where there is support; at the edge of the design
    they are very wide."""
    rows = pd.concat([margin_rows(run, measure, s, hours_offline) for s in run.strategies])
    lines = [f"marginal_{kind}" for kind in HOUR_COLOURS]
    bands = [f"{line}_{end}" for line in lines for end in ("low", "high")]
    supported = rows[~rows.outside_support.astype(bool)]
    shown = np.concatenate([rows[lines].to_numpy(float).ravel(),
                            supported[bands].to_numpy(float).ravel(), [0.0]])
    low, high = np.nanmin(shown), np.nanmax(shown)
    if high > low:
        axes[0].set_ylim(low - 0.05 * (high - low), high + 0.3 * (high - low))  # room for words


def margins_picture(run, measures=None, hours_offline=None, height=3.4):
    """A row of panels a measure, a panel a strategy: what the next hour brings, by hours online.

    measures       (measure, label) pairs; default: gain by the scenario's own model, and its score
    hours_offline  a node of the grid; default: that of the median user
    """
    use_style()
    hours_offline = median_node(run)[1] if hours_offline is None else hours_offline
    value, score = run.manifest["values"][0], run.manifest["scores"][0]
    measures = measures or [("gain_" + value, "gain of the next hour,\naverage people"),
                            ("score_" + score, "score of the next hour,\npoints")]
    names = list(run.strategies)
    fig, axes = plt.subplots(len(measures), len(names), figsize=(12, height * len(measures)),
                             sharey="row", sharex=True, squeeze=False)
    for row, (measure, label) in enumerate(measures):
        for k, (ax, strategy) in enumerate(zip(axes[row], names)):
            ends = plot_margins(ax, run, measure, strategy, hours_offline, label if k == 0 else "",
                                mark=measure.startswith("gain_"))
            ax.set(title=strategy if row == 0 else "",
                   xlabel="hours online a week" if row == len(measures) - 1 else "")
        scale_to_support(axes[row], run, measure, hours_offline)
        label_ends(axes[row, -1], ends)
    fig.align_ylabels(axes[:, 0])
    bands = (f"bands: 95 % intervals over {count(run.worlds, 'world')}" if run.worlds > 1 else
             "one world: no bands")
    fig.suptitle("What one more hour a week brings to who spends "
                 f"{hours_text(hours_offline)} h offline a week\n"
                 "full lines: hours that people of the strategy have; dashed: that few have; "
                 f"{bands}", x=0.01, ha="left", fontsize=11)
    return fig


def plot_waterfall(ax, d, title):
    """From one strategy to another: what each difference between them adds, and its share."""
    if d is None or not math.isfinite(d.start.estimate):
        say_empty(ax, "too few probes\nin a cell")
        ax.set(title=title, xticks=[], yticks=[])
        return
    steps, base = [(d.first, 0, d.start, look(d.first, [d.first])[0], "")], d.start.estimate
    for name, words in d.words().items():
        share = d.shares[name]
        of_it = f", {percent(share)} of it" if math.isfinite(share.estimate) else ""
        steps.append((words.replace(", ", ",\n"), base, d.parts[name], FAINT, of_it))
        base += d.parts[name].estimate
    steps.append((d.second, 0, d.end, look(d.second, [d.second])[0], ""))
    for k, (_, base, i, colour, of_it) in enumerate(steps):
        ax.barh(k, i.estimate, left=base, color=colour, height=0.6)
        if i.known:
            ax.plot([base + i.low, base + i.high], [k, k], color=INK, linewidth=1.4)
        right = base + max(0, i.estimate, i.high if i.known else i.estimate)
        plus = "+" if 0 < k < len(steps) - 1 and i.estimate > 0 else ""
        ax.annotate(plus + figures(i) + of_it, (right, k), xytext=(5, 0),
                    textcoords="offset points", va="center", fontsize=9)
        if k < len(steps) - 1:
            ax.plot([base + i.estimate] * 2, [k - 0.3, k + 1.3], color=INK, linewidth=0.8)
    ax.set_yticks(range(len(steps)), [s[0] for s in steps])
    ax.set_ylim(len(steps) - 0.4, -0.6)
    ax.margins(x=0.45)
    left = min(base + min(0, i.estimate, i.low if i.known else 0) for _, base, i, _, _ in steps)
    ax.set_xlim(min(0, left), ax.get_xlim()[1])
    ax.set(xlabel="gain, average people", title=title)


def plot_mix(ax, run, measure, strategy, scale=None, bins=5):
    """Mean gain of a strategy's probes over hours online and offline, and on it the best mix of 5,
    10, 20 and 40 h: dot and thin line are the best split and its interval, the thick line all
    splits within 5 % of it. Returns the image, or None."""
    frame = run.outcomes[run.outcomes.strategy == strategy]
    column = f"{measure}_{last_horizon(run)}d_base"
    edges = [dose_edges(run.outcomes[c], bins) for c in ("hours_online", "hours_offline")]
    place = [np.clip(np.searchsorted(e, frame[c], side="right") - 1, 0, bins - 1)
             for e, c in zip(edges, ("hours_online", "hours_offline"))]
    means = frame.assign(on=place[0], off=place[1]).groupby(["world", "on", "off"])[column].mean()
    means = means.groupby(["on", "off"]).mean().unstack("on")
    means = means.reindex(index=range(bins), columns=range(bins))
    image = None
    if means.notna().any(axis=None):
        image = ax.pcolormesh(*edges, np.ma.masked_invalid(means.to_numpy()), cmap="cividis",
                              norm=scale)

    def arc(total, low, high):
        share = np.linspace(low, high, 50)
        return total * share, total * (1 - share)
    for total in (5, 10, 20, 40):
        best, low, high = (point(run, measure, strategy, f"best_mix_share_{end}{total}h").value
                           for end in ("", "low_", "high_"))
        ax.plot(*arc(total, 0, 1), color="white", linewidth=0.7, alpha=0.7)
        ax.annotate(f"{total} h", (total / 2, total / 2), color="white", fontsize=8)
        if not math.isfinite(best.estimate):
            continue
        if math.isfinite(low.estimate):
            ax.plot(*arc(total, low.estimate, high.estimate), color="white", linewidth=6,
                    alpha=0.75, solid_capstyle="butt")
        if best.known:
            ax.plot(*arc(total, best.low, best.high), color=INK, linewidth=1.4)
        ax.plot(total * best.estimate, total * (1 - best.estimate), "o", color=INK,
                markeredgecolor="white", markersize=6, clip_on=False)
    root_scale(ax, "x")
    root_scale(ax, "y")
    ax.set(xlim=(0, edges[0][-1]), ylim=(0, edges[1][-1]), xlabel="hours online a week",
           title=strategy)
    return image


def mix_picture(run, measure):
    """plot_mix of every strategy on one scale of colours."""
    use_style()
    names = list(run.strategies)
    frame = run.outcomes[f"{measure}_{last_horizon(run)}d_base"]
    scale = Normalize(min(0.0, frame.quantile(0.02)), frame.quantile(0.98))
    fig, axes = plt.subplots(1, len(names), figsize=(13, 3.9), sharey=True, squeeze=False)
    images = [plot_mix(ax, run, measure, strategy, scale) for ax, strategy in zip(axes[0], names)]
    axes[0][0].set_ylabel("hours offline a week")
    drawn = [image for image in images if image is not None]
    if drawn:
        fig.colorbar(drawn[0], ax=axes[0], label="gain, average people", extend="both", pad=0.01)
    fig.suptitle("Weeks of 5, 10, 20 and 40 hours in all; dot: the best split of them, black line: "
                 "its 95 % interval, white band: splits within 5 % of the best", x=0.01, ha="left",
                 fontsize=11)
    return fig


def plot_lists(ax, run, xlabel, title):
    """Precision at 20 of lists of whom to approach: gems on them, and gems who answer when everybody
    uses that list."""
    score = run.manifest["scores"][0]
    lists = {"bio": "by_bio", "affinity": "by_affinity", score: "by_score", "random": CONTROL}
    for row, (name, strategy) in enumerate(lists.items()):
        colour, _ = look(strategy, run.strategies)
        for aside, ending, filled in ((-0.14, "", True), (0.14, "_crowded", False)):
            try:
                i = over_worlds(run, f"precision_gems_{name}{ending}", cohort="everyone")
            except RunError:
                continue
            y = row + aside
            if i.known:
                ax.plot([i.low, i.high], [y, y], color=colour, linewidth=1.6)
            ax.plot(i.estimate, y, "o", color=colour, markerfacecolor=colour if filled else "white",
                    clip_on=False, zorder=3)
            ax.annotate(figures(i) + ("" if filled else ", when everybody uses it"),
                        (max(i.estimate, i.high) if i.known else i.estimate, y), xytext=(8, 0),
                        textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(range(len(lists)), ["list at random" if name == "random" else f"list by {name}"
                                      for name in lists])
    ax.set_ylim(len(lists) - 0.5, -0.5)
    ax.margins(x=0.35)
    ax.set_xlim(0)
    ax.set(xlabel=xlabel, title=title)


def plot_against_searchers(ax, runs, measure, strategies, ylabel, title):
    """A measure against the share of people who search bios: a point a run, a line a strategy."""
    ends, names = [], runs[0].strategies
    for k, strategy in enumerate(strategies):
        aside = 0.6 * (k - (len(strategies) - 1) / 2)  # so that bars do not hide each other
        points = [(100 * searchers(run) + aside, mean_of(run, measure, strategy)) for run in runs]
        points = [(x, i) for x, i in points if math.isfinite(i.estimate)]
        if not points:
            continue
        colour, marker = look(strategy, names)
        ax.plot([x for x, _ in points], [i.estimate for _, i in points], color=colour,
                marker=marker, markersize=5)
        for x, i in points:
            if i.known:
                ax.plot([x, x], [i.low, i.high], color=colour, linewidth=1)
        ends.append((points[-1][0], points[-1][1].estimate, strategy, colour))
    ax.set(xlabel="people who search bios, %", ylabel=ylabel, title=title, xlim=(0, 100))
    low, high = ax.get_ylim()
    ax.set_ylim(min(0, low), high)
    label_ends(ax, ends)


def main():
    pictures = {"take_it_offline": (lambda run: margins_picture(require_margins(run)),
                                    lambda run: offline_answer_of(require_margins(run))),
                "a_year_of_chasing": (picture, answer_of)}
    parser = argparse.ArgumentParser(
        description="Draws a picture of the README from a run; prints its caption.")
    parser.add_argument("folder", nargs="?", help="of a run; default: as find_run()")
    parser.add_argument("-o", dest="picture",
                        help=f"PNG to write, one of {', '.join(p + '.png' for p in pictures)}; "
                             "default: only the caption of the first")
    options = parser.parse_args()
    name = pathlib.Path(options.picture).stem if options.picture else next(iter(pictures))
    if name not in pictures:
        parser.error(f"-o {options.picture}: there are pictures {', '.join(pictures)}")
    draw, say = pictures[name]
    try:
        run = load_run(options.folder or find_run())
        print(say(run))
        if options.picture:
            draw(run).savefig(options.picture, bbox_inches="tight")
    except (RunError, OSError) as error:
        sys.exit(f"clout_results: {error}")


if __name__ == "__main__":
    main()
