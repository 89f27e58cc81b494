#!/usr/bin/python3
"""What the notebook of people who learn says: each wording of its sentence, from a run made by hand.

    /usr/bin/python3 tests/notebooks/twins_test.py
"""
import json
import os
import pathlib
import sys
import tempfile
import unittest

os.environ.setdefault("MPLBACKEND", "Agg")
ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[2])
sys.path.insert(0, str(ROOT / "notebooks"))
try:
    import matplotlib.pyplot as plt
    from clout_results import RunError

    import clout_twins as twins_of
except ModuleNotFoundError as missing:
    print(f"left out: notebooks/twins: {missing.name} is not installed")
    sys.exit(77)

ARMS = ("arm,cohort,strategy,measure,unit,mean,low,high,worlds,difference,difference_low,difference_high,"
        "difference_worlds\n")
LEARNED = "day,strategy,measure,unit,mean,low,high,sd,worlds\n"


def row(arm, strategy, measure, mean, low="", high="", worlds=1):
    return f"{arm},background,{strategy},{measure},x,{mean},{low},{high},{worlds},,,,0\n"


def made(top, gains, worlds=3, learners=("climber", "friend")):
    """The folder of a run. gains: arm -> (mean, low, high) of the difference in gain."""
    pair = " - ".join(learners)
    rows = ""
    for arm, gain in gains.items():
        folder = top if arm == "base" else top / "arms" / arm
        folder.mkdir(parents=True, exist_ok=True)
        scores = ["klout" if arm == "base" else arm, "x"]
        (folder / "manifest.json").write_text(json.dumps(
            {"scores": scores, "values": ["linear"], "finished": list(range(worlds))}))
        learned = "".join(f"{day},{who},{measure},share,0.2,0.1,0.3,0.1,{worlds}\n" for day in (-28, 0)
                          for who in learners for measure, _ in twins_of.COURSES)
        (folder / "learned.csv").write_text(LEARNED + learned)
        rows += row(arm, pair, "gain_linear", *gain, worlds)
        rows += row(arm, pair, "plan_move_online", 1.5, 1.25, 1.75, worlds)
        rows += row(arm, "chaser - networker", "gain_linear", 99, 98, 100, worlds) + row(arm, "climber", "posts", 3)
    (top / "arms.csv").write_text(ARMS + rows)
    return top


class WhatWasLearned(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)

    def answer(self, gains, worlds=3):
        return twins_of.learning_answer(twins_of.load_twins(made(self.top, gains, worlds)))

    def test_each_wording(self):
        said = self.answer({"base": (-5, -6, -4), "board": (2, 1, 3), "lottery": (0.5, -1, 2)})
        self.assertIn("klout: yes, 5.00 average people [4.00, 6.00] (hours moved online: 1.50 [1.25, 1.75])", said)
        self.assertIn("board: no, whoever strives for it gains 2.00 average people [1.00, 3.00] more", said)
        self.assertIn("lottery: cannot tell, -0.50 average people [-2.00, 1.00]", said)
        self.assertTrue(said.endswith("(95 % intervals over 3 worlds)."))

    def test_one_world_cannot_tell(self):
        said = self.answer({"base": (-5, "", "")}, worlds=1)
        self.assertIn("klout: cannot tell", said)
        self.assertIn("no intervals over 1 world", said)

    def test_pictures(self):
        twins = twins_of.load_twins(made(self.top, {"base": (-5, -6, -4), "board": (2, 1, 3)}))
        self.assertEqual([arm.score for arm in twins.arms], ["klout", "board"])
        self.assertEqual(len(twins_of.course_picture(twins).axes), 2 * len(twins_of.COURSES))
        self.assertEqual(len(twins_of.effect_picture(twins).axes), len(twins_of.EFFECTS) + 1)
        plt.close("all")

    def test_a_run_without_learners(self):
        with self.assertRaisesRegex(RunError, "nobody learns in its scenario"):
            twins_of.load_twins(self.top)
        made(self.top, {"base": (-5, -6, -4)})
        (self.top / "learned.csv").write_text(LEARNED + "0,climber,plan_post,share,0.2,0.1,0.3,0.1,3\n")
        with self.assertRaisesRegex(RunError, "no two strategies that learn"):
            twins_of.load_twins(self.top)


if __name__ == "__main__":
    unittest.main()
