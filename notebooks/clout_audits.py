"""Reads what `clout audit ... --json` prints of several scores, and draws it.

Intervals are those that the program has computed: Student's, at 95 %, over crowds, each the people of one world. A
score is valid if it goes with what people are worth beyond chance, and cheating pays if an hour of the best exploit
brings more than an hour online brings the 95th percentile of honest people.

    audits = load_audits(find_audits())
    card_table(audits, find_beside("goodhart", "CLOUT_GOODHART"), find_beside("twins", "CLOUT_TWINS"))
    audit_picture(audits)
    cheating_answer(audits)
"""

import json
import math
import os
import pathlib
from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.colors import TwoSlopeNorm

from clout_results import FAINT, INK, ROOT, Interval, RunError, count, figures, find_run, use_style

COMMAND = "sim/run audit all --json > audits.json"
YES, NO, CANNOT_TELL = "yes", "no", "cannot tell"


@dataclass
class Audit:
    """One score. `times_honest` is None where no exploit brings a point, and NaN where no honest hour does; `validity`
    is NaN where nobody's worth is known."""

    score: str
    validity: Interval
    exploit: str            # the one with most points an hour
    times_honest: Interval
    paying: int             # exploits that bring points at all
    climb_hours: float      # fewest hours of a plan that gets ahead of nine of ten; None if none was found
    honest_hours: Interval  # online over the same days, of the median of the tenth with the highest scores
    crowds: int
    unseen: dict = field(default_factory=dict)  # measures of the card by name; empty of an audit that has none
    seen: dict = field(default_factory=dict)
    seen_less_unseen: dict = field(default_factory=dict)

    @property
    def valid(self):
        return above(self.validity, 0)

    @property
    def cheated(self):
        """Whether cheating pays more than honest work."""
        return NO if self.times_honest is None else above(self.times_honest, 1)


def above(interval, limit):
    """What an interval says of "is it above the limit?"."""
    if not interval.known:
        return CANNOT_TELL
    return YES if interval.low > limit else NO if interval.high < limit else CANNOT_TELL


# ---- Reading -------------------------------------------------------------------------------------


def find_audits(variable="CLOUT_AUDITS"):
    """The file that an environment variable names, else audits.json here or in this checkout."""
    given = os.environ.get(variable)
    if given:
        return pathlib.Path(given)
    for folder in (pathlib.Path.cwd(), ROOT):
        if (folder / "audits.json").is_file():
            return folder / "audits.json"
    raise RunError(f"There is no audit to read yet: `{COMMAND}`, typed in {ROOT}, makes one (or set {variable} to the "
                   "file).")


def load_audits(file):
    """Audits of all scores in the file, the most valid first."""
    try:
        reports = json.loads(pathlib.Path(file).read_text())
    except (OSError, ValueError) as error:
        raise RunError(f"{file} is not what clout audit --json prints: {error}.") from error
    reports = reports if isinstance(reports, list) else [reports]
    return sorted(map(audit_of, reports), key=lambda a: (math.isnan(a.validity.estimate), -a.validity.estimate))


def audit_of(report):
    crowds = report["crowds"]

    def interval(figure):
        if figure is None:
            return Interval(math.nan)
        known = "low" in figure
        return Interval(figure["estimate"], figure["low"] if known else math.nan,
                        figure["high"] if known else math.nan, crowds)

    paying = [row for row in report["exploits"] if row["points"]["estimate"] > 0]
    best = paying[0] if paying else None
    return Audit(report["score"], interval(report["validity"]), best["exploit"] if best else "none",
                 interval(best["times_honest"]) if best else None, len(paying),
                 report["climb"] and report["climb"]["hours"], interval(report["top_tenth_hours"]), crowds,
                 *({figure["measure"]: interval(figure[what]) for figure in report.get("card", [])}
                   for what in ("unseen", "seen", "difference")))


def find_beside(name, variable):
    """The folder of a run that an audit may be set beside: what the variable names, else the newest; None if there is
    none."""
    try:
        return find_run(name, variable)
    except RunError:
        if os.environ.get(variable):
            raise
        return None


class ArmRows:
    """Rows of a run's arms.csv by the score that is seen in the arm, the first of its scores; nothing of no folder.
    Of the base that need not be seen: it stands for its score only where no arm has it."""

    def __init__(self, folder):
        self.rows, self.arm_of = None, {}
        if folder is None:
            return
        folder = pathlib.Path(folder)
        try:
            self.rows = pd.read_csv(folder / "arms.csv")
        except OSError as error:
            raise RunError(f"{folder} is not the folder of a run with arms: {error}.") from error
        for name in sorted(self.rows.arm.unique(), key=lambda name: name == "base"):  # in their order, base last
            manifest = (folder if name == "base" else folder / "arms" / name) / "manifest.json"
            scores = json.loads(manifest.read_text())["scores"]
            if scores:
                self.arm_of.setdefault(scores[0], name)

    def figure(self, score, strategy, measure, of=""):
        """What an arm has, or with of="difference_" what it has beyond base; unknown where there is no such row."""
        if self.rows is None or score not in self.arm_of:
            return Interval(math.nan)
        rows = self.rows
        found = rows[(rows.arm == self.arm_of[score]) & (rows.cohort == "background") & (rows.strategy == strategy)
                     & (rows.measure == measure)]
        if found.empty:
            return Interval(math.nan)
        row = found.iloc[0]
        estimate = row["difference" if of else "mean"]
        return Interval(estimate, row[of + "low"], row[of + "high"], int(row[of + "worlds"]))


# ---- The card ------------------------------------------------------------------------------------


def negative(interval):
    return Interval(-interval.estimate, -interval.high, -interval.low, interval.worlds)


def card_table(audits, goodhart=None, twins=None):
    """The gameability card of each score, as text: a row a score, a dash where a figure was not made.

    Of the audit: validity, exploit score (times honest of the best exploit), and what being seen does: validity lost,
    newcomer parity, engagement and retention gained; wedge and Goodhart regret of the plans that it found. Of the
    folder of a run of goodhart.yaml: validity lost among bystanders, who never game, beside people who chase. Of a run
    of twins.yaml: wedge and regret of people who learn the score.
    """
    chased, learned = ArmRows(goodhart), ArmRows(twins)
    nothing = Interval(math.nan)

    def text(interval):
        return "-" if interval is None or math.isnan(interval.estimate) else figures(interval)

    rows = {}
    for audit in audits:
        change = audit.seen_less_unseen
        bystanders = chased.figure(audit.score, "bystander", f"validity_{audit.score}", of="difference_")
        rows[audit.score] = {
            "validity": audit.validity,
            "exploit score": audit.times_honest,
            "validity loss": negative(change.get("validity", nothing)),
            "of bystanders": negative(bystanders),
            "newcomer parity": audit.seen.get("newcomer_parity", nothing),
            "engagement": change.get("engagement", nothing),
            "retention": change.get("retention", nothing),
            "wedge": audit.seen.get("wedge", nothing),
            "Goodhart regret": audit.seen.get("goodhart_regret", nothing),
            "wedge of learners": learned.figure(audit.score, "ALL", "wedge"),
            "regret of learners": learned.figure(audit.score, "ALL", "goodhart_regret"),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table.apply(lambda column: column.map(text))


# ---- Drawing -------------------------------------------------------------------------------------


def audit_picture(audits):
    """Validity to the right, what cheating pays upwards, engagement in colour: the share of their hours that people
    spend online more once they see the score. A good score lies to the right and below the line."""
    use_style()
    figure, axes = plt.subplots(figsize=(9, 6.5))
    measured = [a for a in audits if a.times_honest and not math.isnan(a.times_honest.estimate)]
    least = min([a.times_honest.estimate for a in measured] + [1]) / 4
    engagement = {a.score: a.seen_less_unseen["engagement"].estimate for a in audits
                  if "engagement" in a.seen_less_unseen and math.isfinite(a.seen_less_unseen["engagement"].estimate)}
    most = max([abs(e) for e in engagement.values()] + [1e-9])
    colour = plt.cm.ScalarMappable(TwoSlopeNorm(0, -most, most), "PuOr_r")
    for audit in audits:
        y = audit.times_honest if audit in measured else Interval(least)
        bars, x = {}, audit.validity
        if x.known:
            bars["xerr"] = [[x.estimate - x.low], [x.high - x.estimate]]
        if y.known:
            bars["yerr"] = [[y.estimate - max(y.low, least)], [y.high - y.estimate]]
        filled = colour.to_rgba(engagement[audit.score]) if audit.score in engagement else FAINT
        axes.errorbar(x.estimate, y.estimate, fmt="o", color=INK, elinewidth=0.8, markersize=8, markerfacecolor=filled,
                      **bars)
        why = "" if audit in measured else " (no honest hour pays)" if audit.times_honest else " (no exploit pays)"
        label = audit.score + why
        axes.annotate(label, (x.estimate, y.estimate), xytext=(5, 4), textcoords="offset points", fontsize=8)
    axes.set_yscale("log")
    axes.axhline(1, color=INK, linewidth=0.8, linestyle="--")
    axes.text(axes.get_xlim()[1], 1, "an honest hour ", ha="right", va="bottom", fontsize=8)
    axes.axvline(0, color=INK, linewidth=0.5)
    axes.set_xlabel("validity: rank correlation of score and worth")
    axes.set_ylabel("points of the best exploit an hour, over honest people's")
    if engagement:
        figure.colorbar(colour, ax=axes, label="engagement: share of hours spent, seen less unseen")
    return figure


# ---- Saying --------------------------------------------------------------------------------------


def names(audits):
    return ", ".join(audit.score for audit in audits)


def cheating_answer(audits):
    """Is there a score that is valid and that cheating does not beat?"""
    good = [a for a in audits if a.valid == YES and a.cheated == NO]
    open_ = [a for a in audits if a not in good and a.valid != NO and a.cheated != YES]
    over = f"95 % intervals over {count(audits[0].crowds, 'crowd')}" if audits[0].crowds > 1 else \
        "no intervals over 1 crowd"
    question = "Is there a score that goes with worth and that cheating does not beat: "
    if good:
        return f"{question}yes, {names(good)} ({over})."
    if open_:
        return f"{question}cannot tell of {names(open_)}; of the others one of the two does not hold ({over})." \
            if len(open_) < len(audits) else f"{question}cannot tell of any ({over})."
    valid = [a for a in audits if a.valid == YES]
    rest = "; none goes with worth"
    if valid:
        rest = f"; {names(valid)} {'goes' if len(valid) == 1 else 'go'} with worth, and cheating pays more than honest work"
    return f"{question}no{rest} ({over})."


def climb_answer(audit):
    """How many hours cheating and honest people need to get ahead of nine of ten."""
    hours = audit.honest_hours
    honest = f"{hours.estimate:.0f} h online" + (f" [{hours.low:.0f}, {hours.high:.0f}]" if hours.known else "")
    if audit.climb_hours is None:
        return (f"{audit.score}: no exploit that was found gets ahead of nine people of ten; honest people there had "
                f"{honest}.")
    return (f"{audit.score}: an exploit gets ahead of nine people of ten in {audit.climb_hours:.2g} h; honest people "
            f"there had {honest}.")
