"""Reads a run whose people learn (`clout run scenarios/twins.yaml`) and draws what each score made of them.

Twins are alike but for what they strive for: a score, or what their connections are worth. What the one does less the
other is what the score does. Intervals are those that the program has computed: Student's, at 95 %, over worlds.

    twins = load_twins(find_run("twins", "CLOUT_TWINS"))
    course_picture(twins); effect_picture(twins)
    learning_answer(twins)

As a program it makes the picture of the README and prints the sentence:

    /usr/bin/python3 notebooks/clout_twins.py [RUN_FOLDER] -o notebooks/what_people_learn.png
"""

import argparse
import json
import math
import pathlib
import sys
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd

from clout_results import FAINT, INK, Interval, RunError, count, figures, find_run, use_style, verdict

COMMAND = "sim/run scenarios/twins.yaml"
TWIN_COLOURS = {"score": "#d55e00", "value": "#009e73"}
COURSES = (("plan_move_online", "hours moved online\n(below 0: offline)"), ("plan_post", "posting, of time online"),
           ("plan_follow_prob", "chance to follow\nwhom one looks at"),
           ("plan_meet_introduced", "meetings by\nintroduction, of all"))
EFFECTS = (("plan_move_online", "hours moved online"), ("posts", "posts"), ("meetings", "meetings"))


@dataclass
class Arm:
    """The worlds in which one score is visible, and what became of the twins there."""

    name: str
    score: str              # that one of them strives for
    learned: pd.DataFrame   # day, strategy, measure, unit, mean, low, high, sd, worlds
    rows: pd.DataFrame      # of arms.csv
    gain: str               # the measure of what connections are worth: gain_MODEL

    def difference(self, measure):
        """The twin that strives for the score less the one that strives for value."""
        found = self.rows[(self.rows.cohort == "background") & (self.rows.measure == measure)
                          & self.rows.strategy.str.contains(" - ", regex=False)]
        if found.empty:
            return Interval(math.nan)
        row = found.iloc[0]
        return Interval(row["mean"], row.low, row.high, int(row.worlds))


@dataclass
class Twins:
    arms: list
    score_twin: str
    value_twin: str
    worlds: int


# ---- Reading -------------------------------------------------------------------------------------


def load_twins(folder):
    """All arms of a run that has one twin of each kind."""
    folder = pathlib.Path(folder)
    if not (folder / "learned.csv").is_file() or not (folder / "arms.csv").is_file():
        raise RunError(f"{folder} has no learned.csv: nobody learns in its scenario. `{COMMAND}` makes a run that has.")
    manifest = json.loads((folder / "manifest.json").read_text())
    rows = pd.read_csv(folder / "arms.csv")
    pairs = [s for s in rows.strategy.unique() if " - " in s]
    base = pd.read_csv(folder / "learned.csv")
    learners = set(base.strategy)
    pair = next((p for p in pairs if set(p.split(" - ")) <= learners), None)
    if pair is None:
        raise RunError(f"{folder} has no two strategies that learn, one a score and one value.")
    rows = rows[~rows.strategy.str.contains(" - ", regex=False) | (rows.strategy == pair)]
    arms = []
    for name in rows.arm.unique():
        here = folder if name == "base" else folder / "arms" / name
        scores = json.loads((here / "manifest.json").read_text())["scores"]
        arms.append(Arm(name, scores[0], pd.read_csv(here / "learned.csv"), rows[rows.arm == name],
                        "gain_" + manifest["values"][0]))
    score_twin, value_twin = pair.split(" - ")
    return Twins(arms, score_twin, value_twin, len(manifest["finished"]))


# ---- Drawing -------------------------------------------------------------------------------------


def course_picture(twins):
    """What twins do, review by review: a row of panels a score. Bands: 95 % intervals over worlds."""
    use_style()
    figure, grid = plt.subplots(len(twins.arms), len(COURSES), sharex=True, sharey="col", squeeze=False,
                                figsize=(11, 1.9 * len(twins.arms) + 0.6))
    for arm, row in zip(twins.arms, grid):
        for (measure, title), ax in zip(COURSES, row):
            for kind, strategy in (("score", twins.score_twin), ("value", twins.value_twin)):
                course = arm.learned[(arm.learned.strategy == strategy) & (arm.learned.measure == measure)]
                ax.plot(course.day / 365, course["mean"], color=TWIN_COLOURS[kind])
                if course.low.notna().all():
                    ax.fill_between(course.day / 365, course.low, course.high, color=TWIN_COLOURS[kind], alpha=0.2,
                                    linewidth=0)
            ax.axvline(0, color=FAINT, linewidth=0.8)
            if ax in grid[0]:
                ax.set_title(title, fontsize=9)
            if ax in grid[-1]:
                ax.set_xlabel("years since the burn-in ended")
        row[0].set_ylabel(arm.score, fontweight="bold")
    first = grid[0][0]
    for kind, height in (("score", 0.9), ("value", 0.1)):
        first.text(0.03, height, f"strives for {'the score' if kind == 'score' else 'value'}", fontsize=8,
                   color=TWIN_COLOURS[kind], transform=first.transAxes, va="center")
    return figure


def effect_picture(twins):
    """What each score did: the twin that strives for it less the twin that strives for value."""
    use_style()
    effects = (*EFFECTS, (twins.arms[0].gain, "gain (average people)"))
    figure, axes = plt.subplots(1, len(effects), sharey=True, figsize=(11, 0.45 * len(twins.arms) + 1.4))
    for (measure, title), ax in zip(effects, axes):
        for k, arm in enumerate(twins.arms):
            effect = arm.difference(measure)
            if effect.known:
                ax.plot([effect.low, effect.high], [k, k], color=INK, linewidth=1)
            ax.plot(effect.estimate, k, "o", color=INK, markersize=4)
        ax.axvline(0, color=FAINT, linewidth=0.8)
        ax.set_title(title, fontsize=9)
    axes[0].set_yticks(range(len(twins.arms)), [arm.score for arm in twins.arms])
    axes[0].invert_yaxis()
    figure.supxlabel(f"{twins.score_twin} less {twins.value_twin}", fontsize=9)
    return figure


# ---- Saying --------------------------------------------------------------------------------------


def arm_answer(arm):
    """What striving for this score cost or brought, in a clause."""
    effect = arm.difference(arm.gain)
    moved = figures(arm.difference("plan_move_online"))
    if verdict(effect) == "no":
        return f"{arm.score}: yes, {figures(-effect, 'average people')} (hours moved online: {moved})"
    if verdict(effect) == "yes":
        return (f"{arm.score}: no, whoever strives for it gains {figures(effect, 'average people')} more "
                f"(hours moved online: {moved})")
    return f"{arm.score}: cannot tell, {figures(-effect, 'average people')}"


def learning_answer(twins):
    """Does it cost connections to learn what raises a score?"""
    over = f"95 % intervals over {count(twins.worlds, 'world')}" if twins.worlds > 1 else "no intervals over 1 world"
    return ("Does it cost people connections to have learned what raises a score? "
            + "; ".join(arm_answer(arm) for arm in twins.arms) + f" ({over}).")


def main():
    parser = argparse.ArgumentParser(description="Draws what each score did; prints the sentence.")
    parser.add_argument("folder", nargs="?", help='of a run; default: as find_run("twins")')
    parser.add_argument("-o", dest="picture", help="PNG to write")
    options = parser.parse_args()
    try:
        twins = load_twins(options.folder or find_run("twins", "CLOUT_TWINS"))
        print(learning_answer(twins))
        if options.picture:
            effect_picture(twins).savefig(options.picture, bbox_inches="tight")
    except (RunError, OSError) as error:
        sys.exit(f"clout_twins: {error}")


if __name__ == "__main__":
    main()
