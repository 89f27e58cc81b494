#!/usr/bin/python3
"""What the notebooks say: each wording of a closing sentence, from intervals made by hand, and the arithmetic behind.

    /usr/bin/python3 tests/notebooks/wording_test.py
"""
import math
import os
import pathlib
import sys
import tempfile
import unittest

os.environ.setdefault("MPLBACKEND", "Agg")
ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
sys.path.insert(0, str(ROOT / "notebooks"))
try:
    import pandas as pd

    import clout_finding as finding
    import clout_margins as margins
    import clout_results as clout
except ModuleNotFoundError as missing:
    print(f"left out: notebooks/wording: {missing.name} is not installed")
    sys.exit(77)

ABOVE = clout.Interval(3.0, 2.0, 4.0, 20)
BELOW = clout.Interval(-3.0, -4.0, -2.0, 20)
AROUND = clout.Interval(0.5, -1.0, 2.0, 20)
ONE = clout.Interval(3.0, worlds=1)
NONE = clout.Interval(math.nan)


class Verdicts(unittest.TestCase):
    def test_an_interval_above_0_is_a_yes(self):
        self.assertEqual(clout.verdict(ABOVE), "yes")
        self.assertEqual(clout.answer(ABOVE, "a", "gained", "b", "points"),
                         "yes, a gained more than b, by 3.00 points [2.00, 4.00]")

    def test_an_interval_below_0_is_a_no_with_the_size_turned_round(self):
        self.assertEqual(clout.verdict(BELOW), "no")
        self.assertEqual(clout.answer(BELOW, "a", "gained", "b", "points"),
                         "no, a gained less than b, by 3.00 points [2.00, 4.00]")

    def test_an_interval_with_0_in_it_cannot_tell(self):
        self.assertEqual(clout.verdict(AROUND), "cannot tell")
        self.assertEqual(clout.answer(AROUND, "a", "gained", "b", "points"),
                         "cannot tell whether a gained more or less than b: the difference is 0.50 points "
                         "[-1.00, 2.00], which has 0 in it")

    def test_an_interval_that_ends_at_0_cannot_tell(self):
        self.assertEqual(clout.verdict(clout.Interval(1.0, 0.0, 2.0, 20)), "cannot tell")
        self.assertEqual(clout.verdict(clout.Interval(-1.0, -2.0, 0.0, 20)), "cannot tell")

    def test_one_world_cannot_tell_however_large_the_difference(self):
        self.assertEqual(clout.verdict(ONE), "cannot tell")
        self.assertEqual(clout.answer(ONE, "a", "gained", "b"),
                         "cannot tell whether a gained more or less than b: one world has no interval")

    def test_no_world_cannot_tell(self):
        self.assertEqual(clout.answer(NONE, "a", "gained", "b"),
                         "cannot tell whether a gained more or less than b: no world has both")


def together(gap):
    """What two value models say together that both have this interval."""
    return ("none of the 2 value models can tell" if clout.verdict(gap) == "cannot tell" else
            "all 2 value models say the same")


class ClosingSentence(unittest.TestCase):
    def sentence(self, score, gain, worlds=20):
        return clout.chasing_answer(score, {"circles": gain, "linear": gain}, worlds, "chaser", "other")

    def test_all_nine_pairs_of_verdicts(self):
        of_score = {"yes": "Score: yes, chaser has more than other, by 3.00 points [2.00, 4.00]. ",
                    "no": "Score: no, chaser has less than other, by 3.00 points [2.00, 4.00]. ",
                    "cannot tell": "Score: cannot tell whether chaser has more or less than other: the difference is "
                                   "0.50 points [-1.00, 2.00], which has 0 in it. "}
        of_gain = {"yes": "yes, chaser gained more than other, by 3.00 average people [2.00, 4.00]",
                   "no": "no, chaser gained less than other, by 3.00 average people [2.00, 4.00]",
                   "cannot tell": "cannot tell whether chaser gained more or less than other: the difference is "
                                  "0.50 average people [-1.00, 2.00], which has 0 in it"}
        for score in (ABOVE, BELOW, AROUND):
            for gain in (ABOVE, BELOW, AROUND):
                self.assertEqual(self.sentence(score, gain),
                                 of_score[clout.verdict(score)] + "Connection value (circles): " +
                                 of_gain[clout.verdict(gain)] + "; " + together(gain) +
                                 " (95 % intervals over 20 worlds).")

    def test_one_world(self):
        self.assertEqual(self.sentence(ONE, ONE, 1),
                         "Score: cannot tell whether chaser has more or less than other: one world has no interval. "
                         "Connection value (circles): cannot tell whether chaser gained more or less than other: one "
                         "world has no interval; none of the 2 value models can tell (no intervals over 1 world).")

    def test_value_models_that_differ_are_named(self):
        self.assertIn("; the value models differ (circles: no, linear: yes) (95 %",
                      clout.chasing_answer(ABOVE, {"circles": BELOW, "linear": ABOVE}, 20))

    def test_a_single_value_model_is_no_agreement(self):
        self.assertIn("there is no other value model", clout.chasing_answer(ABOVE, {"circles": BELOW}, 20))


NAN = math.nan


def point(answer, value=clout.Interval(NAN), within=0.0, at_once=0.0, never=0.0):
    return margins.Point(answer, value, within, at_once, never, range_end=18.0)


class TakeItOffline(unittest.TestCase):
    def sentence(self, gap, p, worlds=20):
        return margins.offline_answer("chaser", (1.1, 2.2), {"circles": gap, "linear": gap}, p, 2.2, worlds)

    def test_all_verdicts_with_all_kinds_of_points(self):
        of_gap = {"yes": "yes, an hour more offline buys more than one online, by 3.00 average people [2.00, 4.00]",
                  "no": "no, an hour more offline buys less than one online, by 3.00 average people [2.00, 4.00]",
                  "cannot tell": "cannot tell whether an hour more offline buys more or less than one online: the "
                                 "difference is 0.50 average people [-1.00, 2.00], which has 0 in it"}
        of_point = [
            (point("from the first hour"), "yes, from the first hour online on"),
            (point("within the range", clout.Interval(5.12, 3.9, 6.84, 20)), "yes, past 5.1 h [3.9, 6.8] online"),
            (point("never in the range"), "no, at no dose up to 18 h online"),
            (point("cannot tell", within=0.61, at_once=0.3, never=0.09),
             "cannot tell from which hour online on: of 100 resamples of worlds 30 say from the first, 61 past some "
             "hour and 9 never")]
        for gap in (ABOVE, BELOW, AROUND):
            for p, words in of_point:
                self.assertEqual(self.sentence(gap, p),
                                 "chaser, at 1.1 h online and 2.2 h offline a week, value circles: " +
                                 of_gap[clout.verdict(gap)] + "; " + together(gap) + ". Is it time to take it "
                                 "offline, at 2.2 h offline a week: " + words + " (95 % intervals over 20 worlds).")

    def test_one_world(self):
        self.assertEqual(self.sentence(ONE, point("cannot tell", clout.Interval(5.0, worlds=1), NAN, NAN, NAN), 1),
                         "chaser, at 1.1 h online and 2.2 h offline a week, value circles: cannot tell whether an "
                         "hour more offline buys more or less than one online: one world has no interval; none of the 2 "
                         "value models can tell. Is it time to take it offline, at 2.2 h offline a week: cannot tell "
                         "from which hour online on: one world has no interval (no intervals over 1 world).")

    def test_too_few_probes(self):
        said = self.sentence(NONE, point("cannot tell"), 2)
        self.assertIn("than one online: there are too few probes with about these hours;", said)
        self.assertIn("cannot tell from which hour online on: too few probes or worlds (95 %", said)

    def test_value_models_that_differ_are_named(self):
        gaps = {"circles": ABOVE, "linear": BELOW}
        self.assertIn("the value models differ (circles: yes, linear: no). Is it",
                      margins.offline_answer("a", (1, 2), gaps, point("cannot tell"), 2, 20))


class WhyTheyDiffer(unittest.TestCase):
    SHARE = clout.Interval(0.613, 0.52, 0.7, 20)

    def sentence(self, whole, part, share, worlds=20):
        parts = {name: part for name in margins.PARTS}
        shares = {name: share for name in margins.PARTS}
        return margins.decomposition_answer(
            margins.Decomposition("a", "b", "circles", ABOVE, ABOVE, whole, parts, shares, worlds))

    def test_all_verdicts_on_the_whole_and_on_a_part(self):
        of_whole = [(ABOVE, "yes, it rises by 3.00 average people [2.00, 4.00]"),
                    (BELOW, "no, it falls by 3.00 average people [2.00, 4.00]"),
                    (AROUND, "cannot tell whether it rises or falls: 0.50 average people [-1.00, 2.00] has 0 in it")]
        of_part = [(ABOVE, "yes, adds 3.00 average people [2.00, 4.00]"),
                   (BELOW, "no, takes away 3.00 average people [2.00, 4.00]"),
                   (AROUND, "cannot tell: 0.50 average people [-1.00, 2.00] has 0 in it")]
        for whole, of_it in of_whole:
            for part, words in of_part:
                for share, percent in ((self.SHARE, ", 61 % [52, 70] of the difference"), (NONE, "")):
                    self.assertEqual(
                        self.sentence(whole, part, share),
                        f"From a to b, gain (circles): {of_it}. Of this whom they approach and meet: {words}{percent}; "
                        f"time online: {words}{percent}; hours offline: {words}{percent} (95 % intervals over 20 "
                        "worlds).")

    def test_one_world(self):
        said = self.sentence(ONE, ONE, clout.Interval(0.613, worlds=1), 1)
        self.assertIn("gain (circles): cannot tell whether it rises or falls: one world has no interval. Of this", said)
        self.assertIn("hours offline: cannot tell: one world has no interval, 61 % of the difference (no intervals",
                      said)

    def test_too_few_probes(self):
        said = self.sentence(NONE, NONE, NONE)
        self.assertIn("rises or falls: too few probes in a cell. Of this", said)
        self.assertIn("time online: cannot tell: too few probes in a cell; hours", said)

    def test_the_table_is_read_at_its_longest_horizon_and_turned_round(self):
        header = ("strategy,than,measure,unit,horizon_days,standardisation,part,estimate,low,high,share,share_low,"
                  "share_high,worlds\n")
        with tempfile.TemporaryDirectory() as folder:
            lines = [header]
            for days, size in ((90, 1), (365, 10)):
                for part, estimate, share in (("approach", -6, "0.6,0.5,0.7"), ("time", 1, "-0.1,-0.2,0.1"),
                                              ("hours_offline", -5, ",,"), ("whole", -10, ",,"), ("than", 20, ",,"),
                                              ("strategy", 10, ",,")):
                    e = size * estimate
                    lines.append(f"chaser,networker,gain_circles,average people,{days},matched,{part},"
                                 f"{e},{e - 1},{e + 2},{share},6\n")
            (pathlib.Path(folder) / "decomposition.csv").write_text("".join(lines))
            d = margins.decomposition(folder, "circles")
            self.assertIsNone(d.hours_offline)
            report = pathlib.Path(folder) / "report.json"
            report.write_text('{"json": {"decomposition": {"hours_offline": [1.0, 5.0]}}}')
            self.assertIn("; hours offline, 5 for 1 a week: yes, adds",
                          margins.decomposition_answer(margins.decomposition(folder, "circles")))
            self.assertIsNone(margins.decomposition(folder, "linear"))
        self.assertEqual((d.first, d.second, d.worlds), ("chaser", "networker", 6))
        self.assertEqual((d.start.estimate, d.end.estimate), (100, 200))
        self.assertEqual(d.whole, clout.Interval(100, 98, 101, 6))
        self.assertEqual(d.parts["approach"], clout.Interval(60, 58, 61, 6))
        self.assertEqual(d.shares["approach"], clout.Interval(0.6, 0.5, 0.7, 6))
        self.assertTrue(math.isnan(d.shares["hours_offline"].estimate))

    def test_a_run_without_a_decomposition_says_what_it_needs(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(clout.RunError, "why_they_differ.yaml"):
            margins.decomposition(folder, "circles")


class WhoFinds(unittest.TestCase):
    def sentence(self, bio, leads, worlds=20):
        return finding.finding_answer({"by_bio": bio}, leads, (0.05, 0.8), worlds)

    def test_all_verdicts_on_the_rate_the_lead_and_its_change(self):
        of_rate = {"yes": "yes, by_bio found more than at_random, by 3.00 gems per 1000 hours [2.00, 4.00]",
                   "no": "no, by_bio found less than at_random, by 3.00 gems per 1000 hours [2.00, 4.00]",
                   "cannot tell": "cannot tell whether by_bio found more or less than at_random: the difference is "
                                  "0.50 gems per 1000 hours [-1.00, 2.00], which has 0 in it"}
        of_lead = {"yes": "yes, a searcher among 80 % met more than at_random, by 3.00 gems [2.00, 4.00]",
                   "no": "no, a searcher among 80 % met less than at_random, by 3.00 gems [2.00, 4.00]",
                   "cannot tell": "cannot tell whether a searcher among 80 % met more or less than at_random: the "
                                  "difference is 0.50 gems [-1.00, 2.00], which has 0 in it"}
        of_change = {"yes": "yes, it is more than that, by 3.00 gems [2.00, 4.00]",
                     "no": "no, it is less than that, by 3.00 gems [2.00, 4.00]",
                     "cannot tell": "cannot tell whether it is more or less than that: the difference is 0.50 gems "
                                    "[-1.00, 2.00], which has 0 in it"}
        for rate in (ABOVE, BELOW, AROUND):
            for lead in (ABOVE, BELOW, AROUND):
                for change in (ABOVE, BELOW, AROUND):
                    self.assertEqual(self.sentence(rate, (lead, change)),
                                     "In the same time: " + of_rate[clout.verdict(rate)] + ". And when everyone "
                                     "searches: " + of_lead[clout.verdict(lead)] + ". Is it a greater lead than among "
                                     "5 %: " + of_change[clout.verdict(change)] + " (95 % intervals over 20 worlds).")

    def test_one_run_says_nothing_of_everyone(self):
        self.assertIn("And what happens when everyone searches: cannot tell, there is no run with more searchers (95",
                      self.sentence(ABOVE, None))

    def test_one_world(self):
        said = self.sentence(ONE, (ONE, ONE), 1)
        self.assertIn("by_bio found more or less than at_random: one world has no interval. And", said)
        self.assertIn("it is more or less than that: one world has no interval (no intervals over 1 world).", said)

    def test_runs_without_a_common_seed(self):
        self.assertIn("than that: the runs share no world (95", self.sentence(ABOVE, (ABOVE, NONE)))

    def test_a_lead_is_taken_world_by_world(self):
        rows = [(world, "background", strategy, "gems_met", value) for world, strategy, value in
                ((1, "by_bio", 3), (1, "at_random", 1), (2, "by_bio", 5), (2, "at_random", 4))]
        measures = pd.DataFrame(rows, columns=["world", "cohort", "strategy", "measure", "value"])
        run = clout.Run(None, {}, None, None, measures, None, None)
        self.assertEqual(list(finding.lead_by_world(run, "gems_met", "by_bio")), [2, 1])


class Points(unittest.TestCase):
    def run_of(self, **row):
        cells = dict(strategy="a", measure="m", unit="h/week", horizon_days=90, standardisation="matched", quantity="q",
                     answer="within the range", estimate=1.0, low=-0.5, high=20.0, probability=1.0,
                     from_the_first_hour=0.2, never_in_range=0.0, worlds=4)
        table = pd.DataFrame({"horizon_days": [90], "hours_online": [18.0]})
        return clout.Run(None, {}, *[None] * 5, margins=table, answers=pd.DataFrame([{**cells, **row}]))

    def test_an_interval_of_hours_ends_where_hours_do(self):
        value = margins.point(self.run_of(), "m", "a", "q").value
        self.assertEqual((value.low, value.high), (0, 18))

    def test_an_interval_of_a_share_ends_at_0_and_1(self):
        value = margins.point(self.run_of(unit="share", low=-1.2, high=1.2), "m", "a", "q").value
        self.assertEqual((value.low, value.high), (0, 1))

    def test_an_interval_of_people_is_left_as_it_is(self):
        value = margins.point(self.run_of(unit="average people"), "m", "a", "q").value
        self.assertEqual((value.low, value.high), (-0.5, 20))

    def test_resamples_with_a_point_are_at_once_or_within(self):
        self.assertAlmostEqual(margins.point(self.run_of(), "m", "a", "q").within, 1.0 - 0.2)

    def test_without_an_interval_nothing_is_known(self):
        p = margins.point(self.run_of(low=NAN, high=NAN), "m", "a", "q")
        self.assertFalse(p.value.known)
        self.assertEqual(margins.point(self.run_of(), "m", "b", "q").answer, "cannot tell")


class Figures(unittest.TestCase):
    def test_digits_follow_the_size(self):
        self.assertEqual(clout.figures(clout.Interval(1234.5, 1200, 1269, 4)), "1234 [1200, 1269]")
        self.assertEqual(clout.figures(clout.Interval(0.0512, 0.0401, 0.0623, 4)), "0.0512 [0.0401, 0.0623]")
        self.assertEqual(clout.figures(clout.Interval(0, 0, 0, 4)), "0 [0, 0]")
        self.assertEqual(clout.figures(clout.Interval(-0.0001, -1, 1, 4)), "0.00 [-1.00, 1.00]")  # no minus zero
        self.assertEqual(clout.figures(NONE), "unknown")
        self.assertEqual(clout.figures(ONE, "points"), "3.00 points")


class Intervals(unittest.TestCase):
    def test_quantiles_of_student_as_in_tables(self):
        for df, t in ((1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (9, 2.2622), (19, 2.0930), (30, 2.0423)):
            self.assertAlmostEqual(clout.student_t(df), t, delta=6e-5)

    def test_two_worlds(self):
        i = clout.interval([1, 3])  # sd = sqrt 2, standard error 1
        self.assertAlmostEqual(i.estimate, 2)
        self.assertAlmostEqual(i.high - i.estimate, 12.7062, delta=1e-4)

    def test_worlds_without_a_value_do_not_count(self):
        self.assertEqual(clout.interval([1, math.nan]).worlds, 1)
        self.assertFalse(clout.interval([1, math.nan]).known)
        self.assertFalse(clout.interval([]).known)


class Curves(unittest.TestCase):
    def test_the_world_is_the_unit_of_a_bin_however_many_people_it_has(self):
        people = pd.DataFrame({"world": [1, 1, 1, 2], "x": [1.0, 1, 1, 1], "y": [0.0, 0, 0, 2]})
        table = clout.binned(people, "x", "y", [0, 2])
        self.assertEqual(list(table.estimate), [1.0])  # mean of 0 and 2, not of 0, 0, 0, 2
        self.assertEqual(list(table.worlds), [2])

    def test_a_bin_of_one_world_is_left_out(self):
        people = pd.DataFrame({"world": [1, 2, 1], "x": [0.5, 0.5, 1.5], "y": [1.0, 2.0, 3.0]})
        self.assertEqual(list(clout.binned(people, "x", "y", [0, 1, 2]).x), [0.5])

    def test_the_last_edge_belongs_to_the_last_bin(self):
        people = pd.DataFrame({"world": [1, 2], "x": [2.0, 2.0], "y": [1.0, 2.0]})
        self.assertEqual(len(clout.binned(people, "x", "y", [0, 1, 2])), 1)

    def test_lorenz_of_1_and_3(self):
        population, held = clout.lorenz([3, 1], steps=2)
        self.assertEqual([list(population), list(held)], [[0, 0.5, 1], [0, 0.25, 1]])
        self.assertEqual(list(clout.lorenz([0, 0], steps=1)[1]), [0, 1])

    def test_ccdf_counts_who_has_at_least_so_much(self):
        values, share = clout.ccdf([0, 1, 1, 4])
        self.assertEqual([list(values), list(share)], [[1, 4], [0.75, 0.25]])

    def test_bins_of_the_design_hold_equally_many(self):
        self.assertEqual(list(clout.dose_edges([20.0], 2)), [0, 5, 20])


if __name__ == "__main__":
    unittest.main()
