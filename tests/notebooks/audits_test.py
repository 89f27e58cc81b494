#!/usr/bin/python3
"""What the notebook of audits says: each wording of its sentences, from audits made by hand.

    /usr/bin/python3 tests/notebooks/audits_test.py
"""
import json
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
    import matplotlib.pyplot as plt
    from clout_results import Interval, RunError

    import clout_audits as audits
except ModuleNotFoundError as missing:
    print(f"left out: notebooks/audits: {missing.name} is not installed")
    sys.exit(77)

VALID, MAYBE, BLIND = (0.2, 0.1, 0.3), (0.1, -0.1, 0.3), (-0.2, -0.3, -0.1)
CHEAP, EVEN, DEAR = (9, 5, 13), (1.5, 0.5, 2.5), (0.5, 0.2, 0.8)


def audit(name, validity, times, crowds=3):
    def interval(figures):
        return Interval(figures[0], *(figures[1:] if crowds > 1 else (math.nan, math.nan)), crowds)
    return audits.Audit(name, interval(validity), "ring", times and interval(times), 2, 1.25, 118, crowds)


class WhetherAScoreIsGood(unittest.TestCase):
    def says(self, sentence, *found):
        self.assertIn(sentence, audits.cheating_answer(found))

    def test_yes(self):
        self.says("yes, good (95 % intervals over 3 crowds)", audit("good", VALID, DEAR), audit("bad", VALID, CHEAP))
        self.says("yes, safe", audit("safe", VALID, None))

    def test_no(self):
        self.says("no; cheap goes with worth, and cheating pays more", audit("cheap", VALID, CHEAP),
                  audit("blind", BLIND, DEAR))
        self.says("no; a, b go with worth", audit("a", VALID, CHEAP), audit("b", VALID, CHEAP))
        self.says("no; none goes with worth", audit("blind", BLIND, CHEAP))

    def test_cannot_tell(self):
        self.says("cannot tell of maybe; of the others one of the two", audit("maybe", MAYBE, EVEN),
                  audit("blind", BLIND, DEAR))
        self.says("cannot tell of any (95 %", audit("maybe", VALID, EVEN))
        self.says("cannot tell of any (no intervals over 1 crowd)", audit("one", VALID, CHEAP, 1))

    def test_climb(self):
        self.assertEqual(audits.climb_answer(audit("a", VALID, CHEAP)),
                         "a: an exploit gets ahead of nine people of ten in 1.2 h; honest people there had 118 h "
                         "online.")
        none = audit("a", VALID, None)
        none.climb_hours = None
        self.assertIn("no exploit that was found", audits.climb_answer(none))


class Reading(unittest.TestCase):
    def report(self, **changes):
        figure = {"estimate": 2.0, "low": 1.5, "high": 2.5}
        row = {"exploit": "ring", "hours": 3.0, "points": figure, "times_honest": figure,
               "ahead_of": {"estimate": 0.95}}
        return {"score": "a", "crowds": 3, "validity": {"estimate": 0.1, "low": 0.0, "high": 0.2},
                "top_tenth_hours": figure, "climb": {"hours": 2.5}, "exploits": [row], **changes}

    def load(self, text):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "audits.json"
            file.write_text(text)
            return audits.load_audits(file)

    def test_one_and_several(self):
        one = self.load(json.dumps(self.report()))
        self.assertEqual((one[0].score, one[0].exploit, one[0].climb_hours, one[0].cheated), ("a", "ring", 2.5, "yes"))
        best = dict(self.report(score="b"), validity={"estimate": 0.4})
        two = self.load(json.dumps([self.report(), best]))
        self.assertEqual([found.score for found in two], ["b", "a"])
        self.assertEqual(two[0].valid, "cannot tell")
        nothing = self.load(json.dumps(self.report(exploits=[], climb=None)))
        self.assertEqual((nothing[0].exploit, nothing[0].times_honest, nothing[0].climb_hours), ("none", None, None))

    def test_what_is_not_known(self):
        row = dict(self.report()["exploits"][0], times_honest=None)
        blind = dict(self.report(score="b"), validity=None)
        found = self.load(json.dumps([blind, self.report(exploits=[row])]))
        self.assertEqual([audit.score for audit in found], ["a", "b"])
        self.assertEqual((found[0].cheated, found[1].valid), ("cannot tell", "cannot tell"))

    def test_no_audit(self):
        with self.assertRaisesRegex(RunError, "is not what clout audit --json prints"):
            self.load("score,validity")
        with self.assertRaisesRegex(RunError, "is not what clout audit --json prints"):
            audits.load_audits("/nowhere/audits.json")


class Drawing(unittest.TestCase):
    def test_every_score_has_its_label(self):
        unpaid = audit("d", MAYBE, CHEAP)
        unpaid.times_honest = Interval(math.nan)
        figure = audits.audit_picture([audit("a", VALID, CHEAP), audit("b", MAYBE, None), audit("c", BLIND, DEAR, 1),
                                       unpaid])
        labels = {text.get_text() for text in figure.axes[0].texts}
        self.assertLessEqual({"a", "b (no exploit pays)", "c", "d (no honest hour pays)"}, labels)
        plt.close(figure)


if __name__ == "__main__":
    unittest.main()
