"""Reads a run in which a score appears (`clout run scenarios/a_score_appears.yaml`) and draws before and after.

Worlds of an arm and of the run itself have the same seeds and are equal to the last bit until the day on which people
get to see a score. So what differs afterwards is the score's doing, and is compared world by world. Intervals are
Student's, at 95 %, over worlds.

    appears = load_appears(find_run("a_score_appears", "CLOUT_APPEARS"))
    levels_picture(appears); effect_picture(appears)
    appears_answer(appears)

As a program it makes the picture of the README and prints the sentence:

    /usr/bin/python3 notebooks/clout_courses.py [RUN_FOLDER] -o notebooks/before_and_after.png
"""

import argparse
import json
import pathlib
import re
import sys
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd

from clout_results import FAINT, INK, Interval, RunError, count, figures, find_run, interval, use_style, verdict

COMMAND = "sim/run scenarios/a_score_appears.yaml"
NEVER, PERMUTED, SEEN = "never", "permuted", "base"
ARM_COLOURS = {NEVER: "#7f7f7f", PERMUTED: "#e69f00", SEEN: "#0072b2"}
ARM_NAMES = {NEVER: "nobody sees it", PERMUTED: "all see somebody else's", SEEN: "all see it"}


@dataclass
class Appears:
    """What all worlds did on their way: with the score from `day` on, without it, and with somebody else's."""

    courses: pd.DataFrame  # arm, world, day, strategy, measure, value
    day: int               # on which it appears; a row of that day is from before it
    score: str
    model: str             # of value: the first
    worlds: int
    strategies: list

    def outcomes(self):
        """(measure, what it is) of all people, in the order in which the pictures show them."""
        return ((f"gain_{self.model}", "gain (average people)"), ("posts", "posts in 4 weeks"),
                ("meetings", "meetings in 4 weeks"), ("alpha_diversity", "diversity of contacts"),
                (f"validity_{self.score}", f"validity of {self.score}"),
                (f"newcomer_parity_{self.score}", "newcomers' score\nto that of others"))

    def course(self, arm, measure, strategy="ALL"):
        """A row a world, a column a day."""
        rows = self.courses
        rows = rows[(rows.arm == arm) & (rows.measure == measure) & (rows.strategy == strategy)]
        return rows.pivot(index="world", columns="day", values="value")

    def effects(self, measure, arm=SEEN, than=NEVER, strategy="ALL"):
        """By day: `arm` less `than`, world by world."""
        gaps = self.course(arm, measure, strategy) - self.course(than, measure, strategy)
        return {int(day): interval(gaps[day]) for day in gaps.columns}

    def after(self, measure, arm=SEEN, than=NEVER, strategy="ALL"):
        """effects() at the end of the run."""
        by_day = self.effects(measure, arm, than, strategy)
        return by_day[max(by_day)] if by_day else Interval(float("nan"))


# ---- Reading -------------------------------------------------------------------------------------


def load_appears(folder):
    folder = pathlib.Path(folder)
    shown = re.search(r"- day: (\d+)d\n\s+kind: show_score\n\s+score: (\w+)",
                      (folder / "scenario.resolved.yaml").read_text())
    if shown is None:
        raise RunError(f"{folder}: no score appears in its scenario (interventions: show_score). `{COMMAND}` makes a "
                       "run in which one does.")
    manifest = json.loads((folder / "manifest.json").read_text())
    courses = []
    for arm in ARM_NAMES:
        here = folder if arm == SEEN else folder / "arms" / arm
        for seed in manifest["finished"]:
            file = here / "worlds" / f"{seed:04d}" / "course.csv"
            if not file.is_file():
                raise RunError(f"{file} is missing: the scenario needs the arms {NEVER} and {PERMUTED}, and "
                               f"output.course_every_days. `{COMMAND}` makes a run that has them.")
            courses.append(pd.read_csv(file).assign(arm=arm, world=seed))
    return Appears(pd.concat(courses, ignore_index=True), int(shown[1]), shown[2], manifest["values"][0],
                   len(manifest["finished"]), manifest["strategies"])


# ---- Drawing -------------------------------------------------------------------------------------


def mark_appearance(ax, appears):
    ax.axvline(appears.day / 7, color=FAINT, linewidth=0.8)
    if ax.get_subplotspec().is_last_row():
        ax.set_xlabel("weeks since the burn-in ended", fontsize=8)


def levels_picture(appears):
    """What all people come to in each arm, mean over worlds."""
    use_style()
    figure, axes = plt.subplots(2, 3, figsize=(11, 5.2), sharex=True, layout="constrained")
    for (measure, title), ax in zip(appears.outcomes(), axes.flat):
        for arm, colour in ARM_COLOURS.items():
            course = appears.course(arm, measure).mean()
            course = course[course.index >= 0]
            ax.plot(course.index / 7, course, color=colour, label=ARM_NAMES[arm])
        ax.set_title(title.replace("\n", " "), fontsize=9)
        mark_appearance(ax, appears)
    axes.flat[0].legend(fontsize=8, frameon=False)
    return figure


def effect_picture(appears):
    """What seeing the score did, and what seeing somebody else's did: less the worlds in which nobody sees any."""
    use_style()
    figure, axes = plt.subplots(2, 3, figsize=(11, 5.2), sharex=True, layout="constrained")
    for (measure, title), ax in zip(appears.outcomes(), axes.flat):
        for arm in (PERMUTED, SEEN):
            effects = {day: e for day, e in appears.effects(measure, arm).items() if day >= 0}
            weeks = [day / 7 for day in effects]
            ax.plot(weeks, [e.estimate for e in effects.values()], color=ARM_COLOURS[arm], label=ARM_NAMES[arm])
            if all(e.known for e in effects.values()):
                ax.fill_between(weeks, [e.low for e in effects.values()], [e.high for e in effects.values()],
                                color=ARM_COLOURS[arm], alpha=0.2, linewidth=0)
        ax.axhline(0, color=FAINT, linewidth=0.8)
        ax.set_title(title.replace("\n", " "), fontsize=9)
        mark_appearance(ax, appears)
    axes.flat[0].legend(fontsize=8, frameon=False)
    return figure


def strategies_picture(appears):
    """What seeing the score did to the gain of each strategy by the end: seen and permuted, less never."""
    use_style()
    figure, ax = plt.subplots(figsize=(6.5, 0.5 * len(appears.strategies) + 1.2))
    for k, strategy in enumerate(appears.strategies):
        for arm, off in ((SEEN, -0.12), (PERMUTED, 0.12)):
            effect = appears.after(f"gain_{appears.model}", arm, strategy=strategy)
            if effect.known:
                ax.plot([effect.low, effect.high], [k + off] * 2, color=ARM_COLOURS[arm], linewidth=1)
            ax.plot(effect.estimate, k + off, "o", color=ARM_COLOURS[arm], markersize=4,
                    label=ARM_NAMES[arm] if k == 0 else None)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(appears.strategies)), appears.strategies)
    ax.invert_yaxis()
    ax.set_xlabel("gain (average people), less that where nobody sees a score")
    ax.legend(fontsize=8, frameon=False)
    return figure


# ---- Saying --------------------------------------------------------------------------------------


def outcome_answer(appears, measure, what):
    """What became of an outcome, in a clause: by how much it changed, and how much of that any number would have done."""
    change = appears.after(measure)
    said = {"yes": "yes, it rose by ", "no": "yes, it fell by "}.get(verdict(change), "cannot tell, ")
    shown = -change if verdict(change) == "no" else change
    clause = f"{what}: {said}{figures(shown)}"
    if verdict(change) == "cannot tell":
        return clause
    own = appears.after(measure, SEEN, PERMUTED)
    if verdict(own) == "cannot tell":
        return clause + f", and it cannot be told from what somebody else's score does ({figures(own)})"
    return clause + f" (against somebody else's score: {figures(own)})"


def appears_answer(appears):
    """What did it change that people got to see the score?"""
    over = f"95 % intervals over {count(appears.worlds, 'world')}" if appears.worlds > 1 else "no intervals over 1 world"
    weeks = (int(appears.courses.day.max()) - appears.day) / 7
    return (f"What has changed {weeks:.0f} weeks after people got to see {appears.score}? "
            + "; ".join(outcome_answer(appears, m, what.replace("\n", " ")) for m, what in appears.outcomes())
            + f" ({over}).")


def main():
    parser = argparse.ArgumentParser(description="Says what it changed that people got to see a score.")
    parser.add_argument("folder", nargs="?", help='of a run; default: as find_run("a_score_appears")')
    parser.add_argument("-o", dest="picture", help="PNG to write")
    options = parser.parse_args()
    try:
        appears = load_appears(options.folder or find_run("a_score_appears", "CLOUT_APPEARS"))
        print(appears_answer(appears))
        if options.picture:
            effect_picture(appears).savefig(options.picture, bbox_inches="tight")
    except (RunError, OSError) as error:
        sys.exit(f"clout_courses: {error}")


if __name__ == "__main__":
    main()
