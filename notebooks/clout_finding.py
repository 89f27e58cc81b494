"""Who finds the executive, at what cost, and what happens when everyone searches: of runs of chicago_ctos.yaml.

    base = load_run(find_run("chicago_ctos"))
    finding_answer_of(base, runs_by_searchers(find_runs("chicago_ctos")))
"""

import math

from clout_results import (Interval, RunError, answer, arms_of, basis, difference, figures, interval, label_ends,
                           load_run, look, over_worlds)

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


def plot_lists(ax, run, xlabel, title):
    """Precision at 20 of lists of whom to approach: gems on them, and gems who answer when everybody
    uses that list."""
    score = run.manifest["scores"][0]
    lists = {"bio": "by_bio", "affinity": "by_affinity", score: "by_score", "at_random": CONTROL}
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
    ax.set_yticks(range(len(lists)), ["list at random" if name == "at_random" else f"list by {name}"
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
