"""Draws a week on Foursquare (`clout run scenarios/foursquare_week.yaml`): who has the points, and what they say.

    run = load_week(find_run("foursquare_week", "CLOUT_FOURSQUARE"))
    week_picture(run); holders_picture(run); validity_picture(run)
    foursquare_answer(run)

Intervals are Student's, at 95 %, over worlds.
"""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import MaxNLocator

from clout_results import FAINT, INK, RunError, answer, basis, interval, load_run, over_worlds, use_style

BOARDS = {"board_2010": "2010: begins anew on Sunday", "board_2011": "2011: the last seven days"}
MAYORS, OTHER = "mayorships", "klout"
SCORES = (*BOARDS, MAYORS, OTHER)
SHOWN_DAYS = 21
COLOURS = ("#7f7f7f", "#d55e00", "#009e73", "#0072b2", "#cc79a7", "#e69f00")


def load_week(folder):
    run = load_run(folder)
    missing = [score for score in SCORES if score not in run.manifest["scores"]]
    if missing:
        raise RunError(f"{run.folder} has no score {', '.join(missing)}: `sim/run scenarios/foursquare_week.yaml` makes a "
                       "run that has all.")
    return run


def week_picture(run):
    """Points on either board, day by day, mean over the people of a strategy and over worlds."""
    use_style()
    figure, axes = plt.subplots(1, len(BOARDS), figsize=(11, 3.2), sharey=True, layout="constrained")
    last = run.daily.day.max()
    for (board, title), ax in zip(BOARDS.items(), axes):
        for strategy, colour in zip(run.strategies, COLOURS):
            rows = run.daily[(run.daily.measure == f"score_{board}") & (run.daily.strategy == strategy)
                             & (run.daily.day > last - SHOWN_DAYS)]
            ax.plot(rows.day, rows["mean"], color=colour, label=strategy)
        ax.set_title(title, fontsize=9)
        ax.set_xlabel("day since the burn-in ended")
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes[0].set_ylabel("points")
    axes[-1].legend(fontsize=8, frameon=False)
    return figure


def shares_held(people, column):
    """Of the people in ascending order of what they hold: the share that the poorest so many hold together."""
    held = np.sort(people[column].to_numpy(float))
    total = held.sum()
    return np.cumsum(held) / total if total > 0 else np.linspace(0, 1, len(held))


def holders_picture(run):
    """Lorenz curves of points, mayorships, Klout and of what connections are worth, of the first world."""
    use_style()
    figure, ax = plt.subplots(figsize=(4.8, 4.2), layout="constrained")
    people = run.background[run.background.world == run.manifest["finished"][0]]
    value = "value_" + run.manifest["values"][0]
    for column, name, colour in (("score_board_2011", "points of a week", COLOURS[1]),
                                 (f"score_{MAYORS}", "mayorships", COLOURS[2]), (f"score_{OTHER}", "Klout", COLOURS[3]),
                                 (value, "what connections are worth", INK)):
        ax.plot(np.linspace(0, 1, len(people)), shares_held(people, column), color=colour, label=name)
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=0.8)
    ax.set_xlabel("share of people, those who have least first")
    ax.set_ylabel("share of all that they hold")
    ax.legend(fontsize=8, frameon=False)
    return figure


def validity_picture(run):
    """Whose connections are worth much: how far each score tells, of the network people came with and of today's."""
    use_style()
    figure, axes = plt.subplots(1, 2, figsize=(9, 0.4 * len(SCORES) + 1.3), sharey=True, layout="constrained")
    model = run.manifest["values"][0]
    for ax, title, measure in ((axes[0], "validity: with the worth of people's networks", "validity_{}"),
                               (axes[1], f"payoff: with what connections are worth ({model})", "payoff_{}_" + model)):
        for k, score in enumerate(SCORES):
            r = over_worlds(run, measure.format(score), cohort="everyone")
            if r.known:
                ax.plot([r.low, r.high], [k, k], color=INK, linewidth=1)
            ax.plot(r.estimate, k, "o", color=INK, markersize=4)
        ax.axvline(0, color=FAINT, linewidth=0.8)
        ax.set_title(title, fontsize=9)
        ax.set_xlabel("Spearman's correlation")
    axes[0].set_yticks(range(len(SCORES)), SCORES)
    axes[0].invert_yaxis()
    return figure


def gap(run, measure, score, than):
    """measure of `score` less that of `than`, world by world. measure: with {} for the score."""
    rows = run.measures[run.measures.cohort == "everyone"]
    table = rows.pivot_table(index="world", columns="measure", values="value")
    wanted = [measure.format(score), measure.format(than)]
    if any(m not in table for m in wanted):
        return interval([])
    return interval(table[wanted[0]] - table[wanted[1]])


def foursquare_answer(run):
    """Do points for showing up say more of people's connections than a score that looks at what is said on line?"""
    model = run.manifest["values"][0]
    clauses = [f"{what}: " + answer(gap(run, measure, "board_2011", OTHER), "a week's points", f"follow {of}",
                                    "Klout", nothing="no world has both")
               for what, measure, of in (("validity", "validity_{}", "the worth of networks"),
                                         (f"payoff ({model})", "payoff_{}_" + model, "what connections are worth"))]
    return ("Does a week of check-ins tell better than Klout who is well connected? "
            + "; ".join(clauses) + f" {basis(run.worlds)}.")
