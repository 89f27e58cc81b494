"""Reads the folder of a sweep (`clout sweep`) and draws it. It reads the tables that the program has computed and
nothing else: responses.csv, claims.csv, sensitivity.csv, variance.csv, widths.csv.

A response that is a claim is put so that the claim holds where it is above 0. A point of the sweep is one world that
could be; its sign is known where its 95 % interval over worlds excludes 0. Shares of the box have Wilson's interval
over points drawn independently, indices one over base rows.

    sweep = load_sweep(find_sweep())
    claims(sweep)                         every response: where it holds, is reversed, cannot be told
    sentences_text()                      which sentence of the README each response is, and which are left out
    phase_picture(sweep, "gain (circles), networker > chaser")
"""

import math
import os
import pathlib
import re
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import NullLocator
from matplotlib.transforms import ScaledTranslation

from clout_results import (FAINT, INK, ROOT, Interval, RunError, count, figures, make_picture, percent, say_empty,
                           use_style)

COMMAND = "sim/run sweep scenarios/when_chasing_pays.yaml"
TABLES = ("responses", "claims", "sensitivity", "variance", "widths")


# ---- Reading -------------------------------------------------------------------------------------


@dataclass
class Sweep:
    """A sweep's folder. Tables are as in sim/output/sweep_answers.h."""

    folder: pathlib.Path
    responses: pd.DataFrame    # a row a point and response
    claims: pd.DataFrame       # a row a response, and one for each value of each axis
    sensitivity: pd.DataFrame
    variance: pd.DataFrame
    widths: pd.DataFrame

    @property
    def names(self):
        """Responses in the scenario's order."""
        return list(self.responses.response.unique())

    @property
    def axes(self):
        columns = list(self.responses.columns)
        return columns[1:columns.index("response")]

    @property
    def points(self):
        return self.responses.point.nunique()

    @property
    def worlds(self):
        """The most that a point has."""
        return int(self.responses.worlds.max())

    def __str__(self):
        axes = len(self.axes)
        return (f"{count(self.points, 'point')} over {axes} {'axis' if axes == 1 else 'axes'}, "
                f"up to {count(self.worlds, 'world')} at each")


def find_sweep(name="when_chasing_pays", variable="CLOUT_SWEEP"):
    """The folder that an environment variable names, else the newest of sweeps/NAME-* here and in this checkout."""
    given = os.environ.get(variable)
    if given:
        if not (pathlib.Path(given) / "responses.csv").is_file():
            raise RunError(f"{variable}={given} is not the folder of a sweep: it has no responses.csv.")
        return pathlib.Path(given)
    found = {p.resolve() for top in (pathlib.Path.cwd(), ROOT) for p in top.glob(f"sweeps/{name}-*/responses.csv")}
    if not found:
        command = COMMAND.replace("when_chasing_pays", name)
        raise RunError(f"There is no sweep to read yet: `{command}`, typed in {ROOT}, makes one (or set {variable} to "
                       "the folder of a sweep).")
    return max(found, key=lambda p: p.stat().st_mtime).parent


def load_sweep(folder):
    """The tables of a sweep that has a run that is done."""
    folder = pathlib.Path(folder)
    missing = [name for name in TABLES if not (folder / f"{name}.csv").is_file()]
    if missing:
        raise RunError(f"{folder} has no {', '.join(name + '.csv' for name in missing)}: clout sweep report {folder} "
                       "writes them.")
    sweep = Sweep(folder, *(pd.read_csv(folder / f"{name}.csv") for name in TABLES))
    if "independent" not in sweep.claims or "share_low" not in sweep.variance:
        raise RunError(f"{folder} has tables of an older version: clout sweep report {folder} writes them anew.")
    if sweep.responses.empty:
        raise RunError(f"{folder} has no response at any point yet: the command that began it goes on with it.")
    return sweep


# ---- Claims --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claim:
    """In which shares of the box a claim holds and is reversed; in the rest nobody can tell."""

    name: str
    points: int
    independent: int   # points drawn independently, over which the intervals are
    holds: Interval
    reversed: Interval

    @property
    def unclear(self):
        return 1 - self.holds.estimate - self.reversed.estimate


def claim_of(row):
    """A row of claims.csv."""
    share = lambda side: Interval(*(float(row[f"{side}_{cell}"]) for cell in ("share", "low", "high")),
                                  worlds=max(2, int(row.points)))
    return Claim(row.response, int(row.points), int(row.independent), share("above"), share("below"))


def claims(sweep):
    """Of every response over the whole box, in order; then of those by several value models, over points by models."""
    rows = sweep.claims[sweep.claims.axis.isna()]
    return [claim_of(row) for _, row in rows.iterrows() if row.points > 0]


def claims_by(sweep, name, axis):
    """Of one response by value of an axis, or by quarter of its range: [(value, claim)]."""
    rows = sweep.claims[(sweep.claims.response == name) & (sweep.claims.axis == axis)]
    return [(value_words(str(row.value)), claim_of(row)) for _, row in rows.iterrows() if row.points > 0]


def claim_clause(claim, worlds):
    """`yes`: it holds in more than half of the box; `no`: it is reversed in more than half; `neither way`: each in less
    than half; else `cannot tell`."""
    if worlds < 2:
        return f"{claim.name}: cannot tell: one world has no interval"
    both = f"holds in {percent(claim.holds)} of the box, is reversed in {percent(claim.reversed)}"
    if claim.holds.low > 0.5:
        return f"{claim.name}: yes, {both}"
    if claim.reversed.low > 0.5:
        return f"{claim.name}: no, {both}"
    if max(claim.holds.high, claim.reversed.high) < 0.5:
        return f"{claim.name}: neither way, {both}"
    return f"{claim.name}: cannot tell, {both}"


def holding_answer(found, worlds):
    """The closing sentence: does each claim hold in most of the box?"""
    independent = max(claim.independent for claim in found)
    points = min(claim.points for claim in found if claim.independent == independent)  # by models there are more
    over = (f"95 % intervals over {count(independent, 'independent point')} of {points}, {count(worlds, 'world')} each"
            if worlds > 1 else f"no signs at {count(points, 'point')} with one world each")
    return "In most of the box? " + "; ".join(claim_clause(claim, worlds) for claim in found) + f" ({over})."


def holding_answer_of(sweep):
    return holding_answer(claims(sweep), sweep.worlds)


# ---- Sentences of the README ---------------------------------------------------------------------

MODELS = ("circles", "linear", "reach")


@dataclass(frozen=True)
class Sentence:
    """A conclusion of README.md."""

    quote: str             # words of it that stand there
    responses: tuple = ()  # of scenarios/when_chasing_pays.yaml, that are this conclusion
    left_out: str = ""     # why it is not, or not all of it, among them


def next_hours(*people):
    return tuple(f"next hour ({model}), {who}, offline > online" for who in people for model in MODELS)


SENTENCES = (
    Sentence("klout_chaser has more than balanced_networker", ("score, chaser > networker",)),
    Sentence("klout_chaser gained less than balanced_networker",
             tuple(f"gain ({model}), networker > chaser" for model in MODELS)),
    Sentence("an hour more offline buys more than one online", next_hours("chaser")),
    Sentence("buys more connection value (gain_circles): offline for casual, klout_chaser, balanced_networker and "
             "lurker_executive", next_hours("casual", "chaser", "networker"),
             "lurker_executive: the mixes of the box have three strategies, so that each is many people"),
    Sentence("score_klout, +1 h online", ("next hour online (score), chaser, above 0",)),
    Sentence("it is time to take it offline: past",
             left_out="it is read off a curve over probes of all worlds; a run by itself has no such point"),
    Sentence("best mix of 10h", left_out="read off the same curves; asked by scenarios/best_mix.yaml"),
    Sentence("brings under a quarter past", left_out="read off the same curves, and the README cannot tell either"),
    Sentence("A score need not be seen for it", left_out="it compares arms (scenarios/controls.yaml)"),
    Sentence("And when many follow the advice?",
             left_out="it says by how much, not which way; the axis `strategies` shows where the sign turns with it"),
    Sentence("Each of the four costs them", left_out="people who learn are another scenario (scenarios/twins.yaml)"),
    Sentence("after people got to see klout?",
             left_out="before and after is another scenario (scenarios/a_score_appears.yaml)"),
    Sentence("Most scores hardly tell who is worth knowing", left_out="it is about audits (clout audit), not a study"),
)


def sentences_text():
    """SENTENCES as a table in Markdown."""
    rows = [f"| {s.quote} | {'; '.join(s.responses)} | {s.left_out} |" for s in SENTENCES]
    return "\n".join(["| the README says | responses | left out |", "|---|---|---|", *rows])


# ---- What decides --------------------------------------------------------------------------------


SHARE, SIZE = "total index", "mean size of effects"


@dataclass(frozen=True)
class Index:
    """Sobol indices of an axis, or of Morris mu* (as total) alone."""

    axis: str
    first: Interval
    total: Interval
    kind: str = SHARE   # what total is


def interval_of(row):
    low, high = float(row.low), float(row.high)
    return Interval(float(row.estimate), low, high, max(2, int(row.n)) if math.isfinite(low) else 1)


def indices(sweep, name):
    """Indices of all axes on a response, the greatest total first; none where the design has none or nothing varies."""
    rows = sweep.sensitivity[sweep.sensitivity.response == name]
    found = []
    for axis in sweep.axes:
        of = {row["index"]: interval_of(row) for _, row in rows[rows.axis == axis].iterrows()}
        kind, total = (SHARE, of["total"]) if "total" in of else (SIZE, of.get("mu_star"))
        if total and math.isfinite(total.estimate):
            found.append(Index(axis, of.get("first", Interval(math.nan)), total, kind))
    return sorted(found, key=lambda index: -index.total.estimate)


def deciding_axes(sweep, name, n=2):
    """The n axes of the greatest total index; without indices those over whose values the sign changes most."""
    found = [index.axis for index in indices(sweep, name)]
    if not found:
        def spread(axis):
            shares = [c.holds.estimate - c.reversed.estimate for _, c in claims_by(sweep, name, axis)]
            return max(shares) - min(shares) if shares else 0
        found = sorted(sweep.axes, key=lambda axis: -spread(axis))
    return found[:n]


def deciding_answer(name, found, worlds):
    """A sentence on which axis decides most. found: indices, the greatest first."""
    words = lambda index: f"{short(index.axis)}, {index.kind} {figures(index.total)}"
    if not found:
        return f"{name}: cannot tell what decides, there are no indices."
    if worlds < 2:
        return f"{name}: cannot tell what decides: one world does not show how much of it is chance."
    if len(found) == 1:
        return f"{name}: there is one axis, {words(found[0])}."
    first, second = found[:2]
    if first.total.known and first.total.low > second.total.high:
        return f"{name}: {words(first)}, decides most; next is {words(second)}."
    return f"{name}: cannot tell what decides most, {words(first)}, or {words(second)}: their intervals overlap."


def turning_answer(name, axis, by_value, worlds):
    """A sentence on whether a claim holds more often at one end of an axis than at the other."""
    if worlds < 2 or len(by_value) < 2:
        return f"{name}, by {short(axis)}: cannot tell, " + ("one world has no interval." if worlds < 2 else
                                                             "it has one value.")
    ordered = sorted(by_value, key=lambda vc: vc[1].holds.estimate)
    (few, least), (many, most) = ordered[0], ordered[-1]
    both = (f"it holds in {percent(most.holds)} of the box with {many} and in {percent(least.holds)} with {few}")
    apart = most.holds.low > least.holds.high
    return f"{name}, by {short(axis)}: " + (both if apart else "cannot tell whether it matters, " + both) + "."


def variance_answer(sweep, name):
    """A sentence on what makes most of the variance of one run."""
    rows = sweep.variance[sweep.variance.response == name].dropna(subset=["share"]).sort_values("share")[::-1]
    if len(rows) < 2:
        return f"{name}: cannot tell what makes its variance: that takes two points that both have the same two worlds."
    found = [(SOURCES[row.source][0], Interval(row.share, row.share_low, row.share_high, max(2, int(row.worlds))))
             for row in rows.itertuples()]
    parts = "; ".join(f"{words} {percent(share)}" for words, share in found)
    (most, first), (_, second) = found[:2]
    if first.low > second.high:
        return f"{name}: {most} makes most of the variance of one run: {parts}."
    return f"{name}: cannot tell what makes most of the variance of one run: {parts}."


def width_answer(sweep, name):
    """A sentence on how well the worst known point is known, and what half of that would take."""
    rows = sweep.widths[sweep.widths.response == name].sort_values("worlds")
    at_hand = rows.dropna(subset=["observed"])
    if at_hand.empty:
        return f"{name}: cannot tell how many worlds are enough, one world has no interval."
    last = at_hand.iloc[-1]
    enough = rows[rows.expected <= last.expected / 2]
    takes = f"about {int(enough.worlds.iloc[0])}" if len(enough) else f"more than {int(rows.worlds.max())}"
    size = figures(Interval(last.expected), "")
    return (f"{name}: with {count(int(last.worlds), 'world')} known to +- {size} {last.unit} or better at every point; "
            f"half of that would take {takes}.")


# ---- One look ------------------------------------------------------------------------------------

SIGNS = {"above": ("holds", "#0072b2", "o"), "cannot tell": ("cannot tell", FAINT, "."),
         "below": ("reversed", "#d55e00", "^")}


def legend_below(fig, marks):
    """What colours and marks mean, in one line below all panels."""
    room = 0.3 / fig.get_figheight()
    fig.get_layout_engine().set(rect=(0, room, 1, 1 - room))
    fig.legend(handles=marks, loc="lower center", ncol=len(marks))


def short(axis):
    """The last word of a path, with the one before it where that says of what: executive.worth_mean."""
    words = axis.split(".")
    return ".".join(words[-2:]) if "roles" in words[:-1] or "models" in words[:-1] else words[-1]


def number_words(text):
    """`0.0531829589694499` as `0.053`; what is no number as it is."""
    match = re.fullmatch(r"(-?[0-9.]+(?:e-?[0-9]+)?)([a-z]*)", text)
    return f"{float(match[1]):.2g}{match[2]}" if match and abs(float(match[1])) < 100 else text


def value_words(text):
    """A value of an axis for people: a list of strategies as its shares, a range with fewer digits."""
    shares = re.findall(r"name: (\w+), share: ([0-9.]+)", text)
    if shares:
        return ", ".join(f"{100 * float(share):.0f} % {name}" for name, share in shares)
    return " to ".join(number_words(part) for part in text.split(" to "))


def amounts(values):
    """Numbers of an axis without their unit, or None where it has words."""
    found = [re.fullmatch(r"(-?[0-9.]+(?:e[+-]?[0-9]+)?)[a-z]*", str(value)) for value in values]
    return np.array([float(match[1]) for match in found]) if all(found) else None


def is_log(sweep, axis):
    """Whether an axis is spread evenly in the logarithm, as the ends of the quarters of its range say."""
    quarters = [str(value).split(" to ") for value in sweep.claims[sweep.claims.axis == axis].value.unique()]
    ends = amounts([quarter[0] for quarter in quarters] + [quarters[-1][-1]]) if quarters else None
    if ends is None or min(ends) <= 0 or len(ends) < 3:
        return False
    steps = np.diff(ends)
    return bool(steps[-1] > 1.2 * steps[0] > 0)


def place(ax, sweep, axis, values, which):
    """Where the values of an axis lie on x or y, with its scale and ticks."""
    numbers = amounts(values)
    if numbers is None:
        words = sorted({str(value) for value in values})
        at = np.array([words.index(str(value)) for value in values], float)
        names = [value_words(word).replace(", ", "\n") for word in words]
        turned = {"rotation": 30, "ha": "right"} if which == "x" else {}
        getattr(ax, f"set_{which}ticks")(range(len(words)), names, fontsize=7, **turned)
        getattr(ax, f"set_{which}lim")(-0.5, len(words) - 0.5)
    else:
        at = numbers
        low, high = float(min(at)), float(max(at))
        if is_log(sweep, axis):
            getattr(ax, f"set_{which}scale")("log")
            room = (high / low) ** 0.06 if high > low else 1.1
            getattr(ax, f"set_{which}lim")(low / room, high * room)
        else:
            room = 0.06 * (high - low) if high > low else 1
            getattr(ax, f"set_{which}lim")(low - room, high + room)
    getattr(ax, f"set_{which}label")(short(axis))
    return at


def plot_phase(ax, sweep, name, axes=None):
    """The sign of a response over two axes. Points of the same place stand around it, in a rosette."""
    axes = axes or deciding_axes(sweep, name)
    rows = sweep.responses[sweep.responses.response == name]
    if len(axes) < 2:
        say_empty(ax, "there is one axis")
        return
    if amounts(rows[axes[0]]) is None:  # words need the room beside the panel
        axes = axes[::-1]
    x, y = (place(ax, sweep, axis, rows[axis], which) for axis, which in zip(axes, "xy"))
    rows = pd.DataFrame({"x": x, "y": y, "sign": rows.sign.to_numpy()})
    rows["turn"] = rows.groupby(["x", "y"]).cumcount()
    for (turn, sign), group in rows.groupby(["turn", "sign"]):
        _, colour, marker = SIGNS[sign]
        reach, angle = 3.2 * math.sqrt(turn), 2.4 * turn  # the golden angle: no two lie on each other
        shift = ScaledTranslation(reach * math.cos(angle) / 72, reach * math.sin(angle) / 72, ax.figure.dpi_scale_trans)
        ax.plot(group.x, group.y, marker, color=colour, markersize=4, linestyle="none", markeredgewidth=0,
                transform=ax.transData + shift, alpha=0.9)
    ax.set_title(name.replace(", ", "\n", 1), fontsize=10)


def phase_picture(sweep, names=None):
    """plot_phase of several responses; default: the first three."""
    use_style()
    names = names or sweep.names[:3]
    fig, panels = plt.subplots(1, len(names), figsize=(4.2 * len(names), 4.2), squeeze=False)
    for ax, name in zip(panels[0], names):
        plot_phase(ax, sweep, name)
    marks = [plt.Line2D([], [], color=colour, marker=marker, linestyle="none", label=words)
             for words, colour, marker in SIGNS.values()]
    legend_below(fig, marks)
    return fig


def claim_picture(sweep):
    """The claim map: a bar a claim, from the left where it holds, from the right where it is reversed."""
    use_style()
    found = claims(sweep)
    fig, ax = plt.subplots(figsize=(11, 0.8 + 0.5 * len(found)))
    for row, claim in enumerate(found):
        ax.barh(row, 100, color="#ececec", height=0.6)
        ax.barh(row, 100 * claim.holds.estimate, color=SIGNS["above"][1], height=0.6)
        ax.barh(row, -100 * claim.reversed.estimate, left=100, color=SIGNS["below"][1], height=0.6)
        ax.plot([100 * claim.holds.low, 100 * claim.holds.high], [row - 0.16] * 2, color=INK, linewidth=1.4)
        ax.plot([100 - 100 * claim.reversed.high, 100 - 100 * claim.reversed.low], [row + 0.16] * 2, color="#7a3300",
                linewidth=1.4)
        ax.annotate(f"holds {percent(claim.holds)}, reversed {percent(claim.reversed)}", (100, row), xytext=(8, 0),
                    textcoords="offset points", va="center", fontsize=9, annotation_clip=False)
    ax.set_yticks(range(len(found)), [claim.name for claim in found])
    ax.set_ylim(len(found) - 0.5, -0.5)
    ax.set_xlim(0, 100)
    ax.set(xlabel="share of the box, %: holds (left), cannot tell (grey), reversed (right)")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return fig


def sensitivity_picture(sweep, names=None):
    """Bars of first and total index by axis, a panel a response; default: the first three."""
    use_style()
    names = names or sweep.names[:3]
    fig, panels = plt.subplots(1, len(names), figsize=(4.2 * len(names), 0.9 + 0.36 * len(sweep.axes)), squeeze=False,
                               sharey=True)
    shares = True   # of Sobol; of Morris a size in the response's unit
    for ax, name in zip(panels[0], names):
        found = {index.axis: index for index in indices(sweep, name)}
        shares = all(index.kind == SHARE for index in found.values())
        if not found:
            say_empty(ax, "no indices")
        bars = (("total", "#8fbcd9", 0.19), ("first", "#0072b2", -0.19))
        for row, axis in enumerate(sweep.axes):
            for kind, colour, aside in bars if axis in found else ():
                i = getattr(found[axis], kind)
                if not math.isfinite(i.estimate):
                    continue
                ax.barh(row + aside, i.estimate, color=colour, height=0.36)
                if i.known:
                    ax.plot([i.low, i.high], [row + aside] * 2, color=INK, linewidth=1)
        ax.axvline(0, color=INK, linewidth=0.8)
        if shares:
            ax.set_xlim(-0.2, 1.2)
        ax.set_title(name.replace(", ", "\n", 1), fontsize=10)
        ax.set_xlabel("share of the variance over the box" if shares else SIZE + ", in the response's unit")
    panels[0][0].set_yticks(range(len(sweep.axes)), [short(axis) for axis in sweep.axes])
    panels[0][0].set_ylim(len(sweep.axes) - 0.5, -0.5)
    if shares:
        legend_below(fig, [plt.Rectangle((0, 0), 1, 1, color=colour, label=words) for words, colour in
                           (("alone (first)", "#0072b2"), ("with others (total)", "#8fbcd9"))])
    return fig


SOURCES = {"point": ("what nobody knows (point)", "#0072b2"), "model": ("the value model", "#009e73"),
           "point_and_model": ("point and value model", "#56b4e9"), "seed": ("the seed", "#e69f00"),
           "remainder": ("the seed at the point (rest)", FAINT)}


def variance_picture(sweep):
    """Where the variance of one run comes from: a bar a response, and one for responses by several value models."""
    use_style()
    shares = sweep.variance.pivot(index="response", columns="source", values="share").reindex(columns=list(SOURCES))
    names = list(sweep.variance.response.unique())
    fig, ax = plt.subplots(figsize=(11, 1.2 + 0.36 * max(1, len(names))))
    if not names:
        say_empty(ax, "one world or one point: no variance to split")
    left = np.zeros(len(names))
    for source, (words, colour) in SOURCES.items() if names else ():
        width = 100 * np.nan_to_num(shares.loc[names, source].to_numpy(float))  # of one model no share is the model's
        ax.barh(range(len(names)), width, left=left, color=colour, height=0.6, label=words)
        left += width
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(max(1, len(names)) - 0.5, -0.5)
    ax.set(xlim=(0, 100), xlabel="share of the variance of one run, %")
    if names:
        legend_below(fig, ax.get_legend_handles_labels()[0])
    return fig


def width_picture(sweep, most=40):
    """Half of the 95 % interval at the point that is known worst, by number of worlds; a panel a unit. Lines: expected
    from the spread of all worlds at hand; dots: what the first worlds gave."""
    use_style()
    rows = sweep.widths[sweep.widths.worlds <= most]
    units = [unit for unit in sweep.responses.unit.unique() if unit in set(rows.unit)]
    fig, panels = plt.subplots(1, max(1, len(units)), figsize=(4.4 * max(1, len(units)), 4.4), squeeze=False)
    if not units:
        say_empty(panels[0][0], "one world has no interval")
    colours = plt.get_cmap("tab10").colors
    for ax, unit in zip(panels[0], units):
        for k, (name, line) in enumerate(rows[rows.unit == unit].groupby("response", sort=False)):
            ax.plot(line.worlds, line.expected, color=colours[k % 10], label=name)
            ax.plot(line.worlds, line.observed, "o", color=colours[k % 10], markersize=4)
        ax.set(xscale="log", yscale="log", xlabel="worlds", ylabel=f"half of the interval, {unit}")
        ticks = [n for n in (2, 4, 8, 16, 32) if n <= most]
        ax.set_xticks(ticks, [str(n) for n in ticks])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.legend(fontsize=7, loc="upper right")
    return fig


if __name__ == "__main__":
    make_picture(claim_picture, holding_answer_of, find_sweep, load_sweep)
