#!/usr/bin/python3
"""What the notebooks say: each wording of a closing sentence, from intervals made by hand, and the arithmetic behind.

    /usr/bin/python3 tests/notebooks/wording_test.py
"""
import math
import os
import pathlib
import sys
import unittest

os.environ.setdefault("MPLBACKEND", "Agg")
ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
sys.path.insert(0, str(ROOT / "notebooks"))
try:
    import pandas as pd

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
                                 of_gain[clout.verdict(gain)] +
                                 "; all 2 value models say the same (95 % intervals over 20 worlds).")

    def test_one_world(self):
        self.assertEqual(self.sentence(ONE, ONE, 1),
                         "Score: cannot tell whether chaser has more or less than other: one world has no interval. "
                         "Connection value (circles): cannot tell whether chaser gained more or less than other: one "
                         "world has no interval; all 2 value models say the same (no intervals over 1 world).")

    def test_value_models_that_differ_are_named(self):
        self.assertIn("; the value models differ (circles: no, linear: yes) (95 %",
                      clout.chasing_answer(ABOVE, {"circles": BELOW, "linear": ABOVE}, 20))

    def test_a_single_value_model_is_no_agreement(self):
        self.assertIn("there is no other value model", clout.chasing_answer(ABOVE, {"circles": BELOW}, 20))


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
