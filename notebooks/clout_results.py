"""Reads the folder of a run (`clout run`) and draws it. All notebooks go through this module; what only some draw is in
clout_margins (what the next hour buys), clout_finding (who finds the executive), clout_twins, clout_courses and others.

What the program has computed is taken from its tables (summary.csv, measures.csv, margins.csv,
answers.csv, ...); from the columns of agents and probes only what no table holds is made: means
over bins of hours, Lorenz curves and CCDFs.

The unit of uncertainty is the world: agents of one world share a history, so their number says nothing about how sure
a figure is. Every interval here is Student's, at 95 %, over worlds.

    run = load_run(find_run())
    run.agents                            one row an agent and world
    difference(run, "gain_circles", "klout_chaser", "casual")

As a program it makes a picture of the README and prints the caption:

    /usr/bin/python3 notebooks/clout_results.py [RUN_FOLDER] -o notebooks/a_year_of_chasing.png
"""

import argparse
import json
import math
import os
import pathlib
import sys
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

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
    if set(verdicts.values()) == {"cannot tell"}:
        return f"none of the {len(verdicts)} value models can tell"
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


def basis(worlds):
    """What intervals are taken over, for the end of a sentence."""
    over = "95 % intervals" if worlds > 1 else "no intervals"
    return f"({over} over {count(worlds, 'world')})"


def percent(i):
    """`61 % [52, 70]`."""
    number = lambda x: f"{100 * x + 0.0:.0f}"
    return number(i.estimate) + " %" + (f" [{number(i.low)}, {number(i.high)}]" if i.known else "")


def arms_of(folder):
    """Folders of a run's arms that have a finished world."""
    manifests = sorted(pathlib.Path(folder).glob("arms/*/manifest.json"))
    return [m.parent for m in manifests if json.loads(m.read_text())["finished"]]


def arm(run, name):
    """An arm of a run, or None."""
    folder = run.folder / "arms" / name
    return load_run(folder) if folder in arms_of(run.folder) else None


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


def make_picture(draw, say, find=find_run, load=load_run):
    """The program of a module that has a picture of the README: prints its caption, and draws it with -o."""
    parser = argparse.ArgumentParser(description="Draws a picture of the README; prints its caption.")
    parser.add_argument("folder", nargs="?", help=f"of what it reads; default: as {find.__name__}()")
    parser.add_argument("-o", dest="picture", help="PNG to write; default: only the caption")
    options = parser.parse_args()
    try:
        run = load(options.folder or find())
        print(say(run))
        if options.picture:
            draw(run).savefig(options.picture, bbox_inches="tight")
    except (RunError, OSError) as error:
        sys.exit(f"{pathlib.Path(sys.argv[0]).stem}: {error}")


if __name__ == "__main__":
    make_picture(picture, answer_of)
