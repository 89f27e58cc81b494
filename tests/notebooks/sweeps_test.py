#!/usr/bin/python3
"""What the notebook of a sweep says: each wording of its sentences, from tables made by hand.

    /usr/bin/python3 tests/notebooks/sweeps_test.py
"""
import math
import os
import pathlib
import re
import sys
import tempfile
import unittest

os.environ.setdefault("MPLBACKEND", "Agg")
ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
sys.path.insert(0, str(ROOT / "notebooks"))
try:
    from clout_results import Interval, RunError

    import clout_sweeps as sweeps
except ModuleNotFoundError as missing:
    print(f"left out: notebooks/sweeps: {missing.name} is not installed")
    sys.exit(77)

MOST, HALF, FEW = (Interval(e, low, high, 40) for e, low, high in ((0.8, 0.65, 0.9), (0.5, 0.35, 0.65),
                                                                   (0.05, 0.01, 0.17)))
MIXES = ["[{name: casual, share: 0.9}, {name: chaser, share: 0.1}]",
         "[{name: casual, share: 0.5}, {name: chaser, share: 0.5}]"]


def claim(holds, reversed, name="a > b"):
    return sweeps.Claim(name, 48, 8, holds, reversed)


def index(axis, estimate, low, high):
    return sweeps.Index(axis, Interval(math.nan), Interval(estimate, low, high, 8))


class HowOftenItHolds(unittest.TestCase):
    def sentence(self, *found, worlds=4):
        return sweeps.holding_answer(found, worlds)

    def test_all_verdicts(self):
        over = " (95 % intervals over 8 independent points of 48, 4 worlds each)."
        self.assertEqual(self.sentence(claim(MOST, FEW)),
                         "In most of the box? a > b: yes, holds in 80 % [65, 90] of the box, is reversed in 5 % [1, 17]"
                         + over)
        self.assertEqual(self.sentence(claim(FEW, MOST)),
                         "In most of the box? a > b: no, holds in 5 % [1, 17] of the box, is reversed in 80 % [65, 90]"
                         + over)
        self.assertEqual(self.sentence(claim(HALF, FEW)),
                         "In most of the box? a > b: cannot tell, holds in 50 % [35, 65] of the box, is reversed in "
                         "5 % [1, 17]" + over)

        self.assertEqual(self.sentence(claim(FEW, FEW)),
                         "In most of the box? a > b: neither way, holds in 5 % [1, 17] of the box, is reversed in "
                         "5 % [1, 17]" + over)

    def test_an_interval_that_ends_at_half_cannot_tell(self):
        self.assertIn("cannot tell", self.sentence(claim(Interval(0.7, 0.5, 0.8, 40), FEW)))

    def test_several_claims_stand_side_by_side(self):
        self.assertIn("is reversed in 5 % [1, 17]; c > d: no, holds", self.sentence(claim(MOST, FEW),
                                                                                     claim(FEW, MOST, "c > d")))

    def test_one_world(self):
        self.assertEqual(self.sentence(claim(FEW, FEW), worlds=1),
                         "In most of the box? a > b: cannot tell: one world has no interval (no signs at 48 points "
                         "with one world each).")


class WhatDecides(unittest.TestCase):
    def test_intervals_apart(self):
        found = [index("value.theta", 0.7, 0.6, 0.8), index("horizon", 0.2, 0.1, 0.3)]
        self.assertEqual(sweeps.deciding_answer("a > b", found, 4),
                         "a > b: theta, total index 0.700 [0.600, 0.800], decides most; next is horizon, total index "
                         "0.200 [0.100, 0.300].")

    def test_intervals_that_overlap(self):
        found = [index("value.theta", 0.7, 0.2, 0.8), index("horizon", 0.2, 0.1, 0.3)]
        self.assertEqual(sweeps.deciding_answer("a > b", found, 4),
                         "a > b: cannot tell what decides most, theta, total index 0.700 [0.200, 0.800], or horizon, "
                         "total index 0.200 [0.100, 0.300]: their intervals overlap.")

    def test_one_axis_one_world_and_none(self):
        one = [index("value.theta", 0.7, 0.2, 0.8)]
        self.assertIn("there is one axis, theta", sweeps.deciding_answer("a", one, 4))
        self.assertEqual(sweeps.deciding_answer("a", one, 1),
                         "a: cannot tell what decides: one world does not show how much of it is chance.")
        self.assertEqual(sweeps.deciding_answer("a", [], 4), "a: cannot tell what decides, there are no indices.")


class WhereItTurns(unittest.TestCase):
    def test_apart_and_not(self):
        by_value = [("0 to 0.5", claim(FEW, FEW)), ("0.5 to 1", claim(MOST, FEW))]
        self.assertEqual(sweeps.turning_answer("a > b", "value.theta", by_value, 4),
                         "a > b, by theta: it holds in 80 % [65, 90] of the box with 0.5 to 1 and in 5 % [1, 17] with "
                         "0 to 0.5.")
        by_value = [("0 to 0.5", claim(HALF, FEW)), ("0.5 to 1", claim(MOST, FEW))]
        self.assertEqual(sweeps.turning_answer("a > b", "value.theta", by_value, 4),
                         "a > b, by theta: cannot tell whether it matters, it holds in 80 % [65, 90] of the box with "
                         "0.5 to 1 and in 50 % [35, 65] with 0 to 0.5.")

    def test_one_world_or_one_value(self):
        self.assertIn("cannot tell, one world has no interval",
                      sweeps.turning_answer("a", "x", [("1", claim(FEW, FEW)), ("2", claim(FEW, FEW))], 1))
        self.assertIn("cannot tell, it has one value", sweeps.turning_answer("a", "x", [("1", claim(FEW, FEW))], 4))


class SentencesOfTheReadme(unittest.TestCase):
    def setUp(self):
        words = (ROOT / "scenarios" / "when_chasing_pays.yaml").read_text()
        self.responses = re.findall(r'^    - \{name: "([^"]+)"', words, re.MULTILINE)
        self.assertEqual(len(self.responses), len(re.findall(r"measure: ", words)), "a response is not read here")

    def test_each_response_is_one_and_each_that_is_named_exists(self):
        named = {response for sentence in sweeps.SENTENCES for response in sentence.responses}
        self.assertEqual(sorted(named), sorted(self.responses))

    def test_the_next_hour_is_asked_of_every_strategy_by_every_value_model(self):
        words = " ".join((ROOT / "scenarios" / "when_chasing_pays.yaml").read_text().split())
        models = re.search(r"models: \[([^\]]+)\]", words)[1].split(", ")
        strategies = re.findall(r"\{name: (\w+)", re.search(r" strategies: (- .+?) scoring:", words)[1])
        self.assertEqual((len(models), len(strategies)), (3, 3))
        for model in models:
            for strategy in strategies:
                self.assertRegex(words, rf'"next hour \({model}\), \w+, offline > online", '
                                        rf"measure: difference_gain_{model}_90d, strategy: {strategy}, cohort: probe")

    def test_they_stand_there(self):
        readme = " ".join((ROOT / "README.md").read_text().split())
        for sentence in sweeps.SENTENCES:
            self.assertIn(sentence.quote, readme)

    def test_what_is_no_response_says_why(self):
        for sentence in sweeps.SENTENCES:
            self.assertTrue(sentence.responses or sentence.left_out, sentence.quote)
        self.assertIn("| score_klout, +1 h online | next hour online (score), chaser, above 0 |  |",
                      sweeps.sentences_text().splitlines())


class Words(unittest.TestCase):
    def test_values_and_axes(self):
        self.assertEqual(sweeps.value_words(MIXES[0]), "90 % casual, 10 % chaser")
        self.assertEqual(sweeps.value_words("0.0531829589694499 to 0.1414213562373095"), "0.053 to 0.14")
        self.assertEqual(sweeps.value_words("90d to 158.75d"), "90d to 158.75d")
        self.assertEqual(sweeps.value_words("none"), "none")
        self.assertEqual(sweeps.short("population.roles.executive.worth_mean"), "executive.worth_mean")
        self.assertEqual(sweeps.short("mechanisms.message.e_online"), "e_online")
        self.assertEqual(list(sweeps.amounts(["90d", "1e-05"])), [90, 1e-05])
        self.assertIsNone(sweeps.amounts(["klout", "0.5"]))


HEADS = {
    "responses": "point,value.theta,strategies,response,unit,estimate,low,high,worlds,sign",
    "claims": "response,axis,value,points,above,below,cannot_tell,above_share,above_low,above_high,below_share,"
              "below_low,below_high,independent",
    "sensitivity": "response,axis,index,estimate,low,high,n",
    "variance": "response,unit,source,variance,share,share_low,share_high,points,worlds",
    "widths": "response,unit,worlds,expected,observed"}


class Tables(unittest.TestCase):
    def sweep(self, **rows):
        rows = {"responses": [f'{p},{t},"{MIXES[p % 2]}",pays,people,{e},{e - 1},{e + 1},4,{s}' for p, (t, e, s) in
                              enumerate([(0.1, -2, "below"), (0.2, 0.5, "cannot tell"), (0.9, 3, "above"),
                                         (0.9, 3, "above")])],
                "claims": ["pays,,,4,2,1,1,0.5,0.15,0.85,0.25,0.05,0.7,4",
                           "pays,value.theta,0 to 0.5,2,0,1,1,0,0,0.66,0.5,0.1,0.9,2",
                           "pays,value.theta,0.5 to 1,2,2,0,0,1,0.34,1,0,0,0.66,2",
                           f'pays,strategies,"{MIXES[0]}",2,1,1,0,0.5,0.1,0.9,0.5,0.1,0.9,2',
                           f'pays,strategies,"{MIXES[1]}",2,1,0,1,0.5,0.1,0.9,0,0,0.66,2'],
                "widths": ["pays,people,2,8,7", "pays,people,3,4,4", "pays,people,4,2.5,", "pays,people,5,1.9,"],
                **rows}
        with tempfile.TemporaryDirectory() as folder:
            for name, head in HEADS.items():
                (pathlib.Path(folder) / f"{name}.csv").write_text("\n".join([head, *rows.get(name, [])]) + "\n")
            return sweeps.load_sweep(folder)

    def test_shares_are_those_of_the_table(self):
        sweep = self.sweep()
        self.assertEqual((sweep.axes, sweep.names), (["value.theta", "strategies"], ["pays"]))
        self.assertEqual((sweep.points, sweep.worlds), (4, 4))
        (found,) = sweeps.claims(sweep)
        self.assertEqual((found.points, found.independent), (4, 4))
        self.assertEqual((found.holds.estimate, found.holds.low, found.reversed.high), (0.5, 0.15, 0.7))
        self.assertEqual(found.unclear, 0.25)
        self.assertEqual([value for value, _ in sweeps.claims_by(sweep, "pays", "strategies")],
                         ["90 % casual, 10 % chaser", "50 % casual, 50 % chaser"])

    def test_a_claim_over_value_models_is_one_of_its_own(self):
        sweep = self.sweep(claims=["pays,,,4,2,1,1,0.5,0.15,0.85,0.25,0.05,0.7,4",
                                   "pays (all value models),,,12,6,3,3,0.5,0.15,0.85,0.25,0.05,0.7,4"],
                           variance=["pays,people,point,6,0.6,0.3,0.9,4,4", "pays,people,remainder,4,0.4,0.1,0.7,4,4",
                                     "pays (all value models),people,model,1,1,1,1,4,4"])
        self.assertEqual([claim.name for claim in sweeps.claims(sweep)], ["pays", "pays (all value models)"])
        self.assertIn("over 4 independent points of 4,", sweeps.holding_answer_of(sweep))
        self.assertEqual([label.get_text() for label in sweeps.variance_picture(sweep).axes[0].get_yticklabels()],
                         ["pays", "pays (all value models)"])

    def test_axes_that_decide_go_by_total_index_and_without_one_by_signs(self):
        self.assertEqual(sweeps.deciding_axes(self.sweep(), "pays"), ["value.theta", "strategies"])
        rows = [f"pays,{axis},{kind},{e},0,1,4" for axis, e in (("value.theta", 0.1), ("strategies", 0.8))
                for kind in ("first", "total")]
        sweep = self.sweep(sensitivity=rows)
        self.assertEqual(sweeps.deciding_axes(sweep, "pays"), ["strategies", "value.theta"])
        self.assertEqual(sweeps.indices(sweep, "pays")[0].total, Interval(0.8, 0, 1, 4))

    def test_an_index_that_does_not_exist_is_none(self):
        self.assertEqual(sweeps.indices(self.sweep(sensitivity=["pays,value.theta,total,,,,4"]), "pays"), [])

    def test_what_makes_the_variance(self):
        def said(*rows):
            return sweeps.variance_answer(self.sweep(variance=[f"pays,people,{row},4,4" for row in rows]), "pays")

        self.assertEqual(said("remainder,1,0.1,0.05,0.2", "point,9,0.9,0.8,0.95"),
                         "pays: what nobody knows (point) makes most of the variance of one run: what nobody knows "
                         "(point) 90 % [80, 95]; the seed at the point (rest) 10 % [5, 20].")
        self.assertIn("pays: cannot tell what makes most of the variance of one run: ",
                      said("seed,4,0.4,0.1,0.8", "point,6,0.6,0.2,0.9"))
        self.assertIn("pays: cannot tell what makes its variance: ", said())

    def test_how_many_worlds_are_enough(self):
        self.assertEqual(sweeps.width_answer(self.sweep(), "pays"),
                         "pays: with 3 worlds known to +- 4.00 people or better at every point; half of that would "
                         "take about 5.")
        self.assertIn("would take more than 4.", sweeps.width_answer(
            self.sweep(widths=["pays,people,2,8,7", "pays,people,3,4,4", "pays,people,4,2.5,"]), "pays"))
        self.assertEqual(sweeps.width_answer(self.sweep(widths=[]), "pays"),
                         "pays: cannot tell how many worlds are enough, one world has no interval.")

    def test_what_is_no_sweep_says_what_it_needs(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(RunError, "clout sweep report"):
            sweeps.load_sweep(folder)
        with self.assertRaisesRegex(RunError, "no response at any point yet"):
            self.sweep(responses=[])

    def test_the_scale_of_an_axis_is_that_of_its_quarters(self):
        ends = ["0.01 to 0.0316", "0.0316 to 0.1", "0.1 to 0.316", "0.316 to 1"]
        logs = self.sweep(claims=[f"pays,value.theta,{q},1,1,0,0,1,0.2,1,0,0,0.8,1" for q in ends])
        self.assertTrue(sweeps.is_log(logs, "value.theta"))
        self.assertFalse(sweeps.is_log(self.sweep(), "value.theta"))
        self.assertFalse(sweeps.is_log(self.sweep(), "strategies"))

    def test_effects_of_morris_are_no_shares(self):
        sweep = self.sweep(sensitivity=["pays,value.theta,mu_star,7,6,8,4", "pays,strategies,mu_star,2,1,3,4"])
        found = sweeps.indices(sweep, "pays")
        self.assertEqual(sweeps.deciding_answer("pays", found, 4),
                         "pays: theta, mean size of effects 7.00 [6.00, 8.00], decides most; next is strategies, "
                         "mean size of effects 2.00 [1.00, 3.00].")
        self.assertEqual(sweeps.sensitivity_picture(sweep).axes[0].get_xlabel(),
                         "mean size of effects, in the response's unit")

    def test_every_picture_draws_a_sweep_without_indices_or_variance(self):
        sweep = self.sweep()
        for draw in (sweeps.claim_picture, sweeps.phase_picture, sweeps.sensitivity_picture, sweeps.variance_picture,
                     sweeps.width_picture):
            draw(sweep).canvas.draw()


if __name__ == "__main__":
    unittest.main()
