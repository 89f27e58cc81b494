"""What the next hour buys, and why two strategies differ: reads what a run with margins leaves, and draws it.

Figures are those of margins.csv, answers.csv and decomposition.csv; intervals are over worlds.

    run = require_margins(load_run(find_run()))
    margins_picture(run); mix_picture(run, "gain_circles")
    offline_answer_of(run)

As a program it makes a picture of the README and prints the caption:

    /usr/bin/python3 notebooks/clout_margins.py [RUN_FOLDER] -o notebooks/take_it_offline.png
"""

import json
import math
import pathlib
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import Normalize
from matplotlib.ticker import NullLocator

from clout_results import (FAINT, INK, Interval, RunError, agreement, answer, basis, count, dose_edges, figures,
                           label_ends, look, make_picture, percent, require_margins, say_empty, use_style, verdict)

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
    if row.unit == "share" and row.answer == "cannot tell":
        return Point("cannot tell", Interval(math.nan))
    most = {"h/week": float(run.margins.hours_online.max()), "share": 1.0}.get(row.unit, math.inf)
    least = 0.0 if row.unit in ("h/week", "share") else -math.inf
    cut = lambda x: most if math.isnan(x) else min(max(x, least), most)  # nan: open above
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
    splits within 5 % of it, the dashed line the ridge from dot to dot. Returns the image, or None."""
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
    ridge = []  # the best split, from total to total
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
        ridge.append((total * best.estimate, total * (1 - best.estimate)))
        ax.plot(*ridge[-1], "o", color=INK, markeredgecolor="white", markersize=6, clip_on=False)
    if len(ridge) > 1:
        ax.plot(*zip(*ridge), color=INK, linewidth=1, linestyle="--", clip_on=False, zorder=2.5)
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
                 "its 95 % interval, white band: splits within 5 % of the best, dashed: the ridge", x=0.01, ha="left",
                 fontsize=11)
    return fig


if __name__ == "__main__":
    make_picture(lambda run: margins_picture(require_margins(run)), lambda run: offline_answer_of(require_margins(run)))
