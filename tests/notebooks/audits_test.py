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
    return audits.Audit(name, interval(validity), "ring", times and interval(times), 2, 1.25,
                        audits.Interval(118, 97, 139, crowds), crowds)


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
                         "online [97, 139].")
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


class TheCard(unittest.TestCase):
    def figure(self, measure, unseen, seen):
        ends = lambda x: {"estimate": x, "low": x - 0.01, "high": x + 0.01}
        return {"measure": measure, "unseen": ends(unseen), "seen": ends(seen), "difference": ends(seen - unseen)}

    def card(self, goodhart=None, twins=None):
        report = Reading().report(score="klout", card=[
            self.figure("validity", 0.3, 0.15), self.figure("newcomer_parity", 1, 0.9),
            self.figure("engagement", 0.5, 0.75), {"measure": "retention", "unseen": None, "seen": None,
                                                   "difference": None},
            {"measure": "wedge", "unseen": None, "seen": {"estimate": 0.5, "low": 0.4, "high": 0.6},
             "difference": None}])
        old = Reading().report(score="old")
        return audits.card_table([audits.audit_of(report), audits.audit_of(old)], goodhart, twins)

    def run(self, result=None):
        with tempfile.TemporaryDirectory() as self.top:
            return super().run(result)

    def arms(self, name, scores, rows):
        folder = pathlib.Path(self.top) / name
        for arm, seen in scores.items():
            here = folder if arm == "base" else folder / "arms" / arm
            here.mkdir(parents=True, exist_ok=True)
            (here / "manifest.json").write_text(json.dumps({"scores": seen}))
        (folder / "arms.csv").write_text(
            "arm,cohort,strategy,measure,unit,mean,low,high,worlds,difference,difference_low,difference_high,"
            "difference_worlds\n" + "".join(f"{row}\n" for row in rows))
        return folder

    def test_of_an_audit_alone(self):
        table = self.card()
        klout = table.loc["klout"]
        self.assertEqual(klout["validity loss"], "0.150 [0.140, 0.160]")
        self.assertEqual(klout["newcomer parity"], "0.900 [0.890, 0.910]")
        self.assertEqual(klout["engagement"], "0.250 [0.240, 0.260]")
        self.assertEqual(klout["exploit score"], "2.00 [1.50, 2.50]")
        self.assertEqual(klout["wedge"], "0.500 [0.400, 0.600]")
        self.assertEqual(klout["Goodhart regret"], "-")
        self.assertEqual([klout[c] for c in ("retention", "of bystanders", "wedge of learners", "regret of learners")],
                         ["-"] * 4)
        self.assertEqual(set(table.loc["old"].drop(["validity", "exploit score"])), {"-"})  # made without a card

    def test_beside_people_who_chase_and_who_learn(self):
        goodhart = self.arms("goodhart", {"base": ["klout", "old"], "klout": ["klout"], "klout_60": ["klout"]}, [
            "base,background,bystander,validity_klout,Spearman,0.4,0.3,0.5,3,,,,0",
            "klout,background,bystander,validity_klout,Spearman,0.3,0.2,0.4,3,-0.1,-0.3,0.1,3",
            "klout_60,background,bystander,validity_klout,Spearman,0.1,0.1,0.1,3,-0.3,-0.4,-0.2,3"])
        twins = self.arms("twins", {"base": ["klout"], "other": ["other"]}, [
            "base,background,ALL,wedge,1 - ratio of angles,1.2,1.1,1.3,3,,,,0",
            "other,background,ALL,wedge,1 - ratio of angles,5,4,6,3,,,,0",
            "base,background,ALL,goodhart_regret,share,0.25,0.2,0.3,3,,,,0"])
        klout = self.card(goodhart, twins).loc["klout"]
        self.assertEqual(klout["of bystanders"], "0.100 [-0.100, 0.300]")
        self.assertEqual(klout["wedge of learners"], "1.20 [1.10, 1.30]")
        self.assertEqual(klout["regret of learners"], "0.250 [0.200, 0.300]")
        self.assertEqual(self.card(goodhart, twins).loc["old"]["wedge of learners"], "-")

    def test_which_run_stands_beside(self):
        with self.assertRaisesRegex(RunError, "is not the folder of a run with arms"):
            self.card(goodhart=self.top)
        os.environ["CLOUT_NOT_THERE"] = self.top
        with self.assertRaisesRegex(RunError, "is not the folder of a run"):
            audits.find_beside("not_there", "CLOUT_NOT_THERE")
        del os.environ["CLOUT_NOT_THERE"]
        self.assertIsNone(audits.find_beside("not_there", "CLOUT_NOT_THERE"))


class Drawing(unittest.TestCase):
    def test_engagement_in_colour(self):
        more, less, unknown = audit("more", VALID, CHEAP), audit("less", MAYBE, CHEAP), audit("unknown", BLIND, CHEAP)
        for one, change in ((more, 0.2), (less, -0.2)):
            one.seen_less_unseen = {"engagement": Interval(change, change, change, 3)}
        figure = audits.audit_picture([more, less, unknown])
        colours = [line.get_markerfacecolor() for line in figure.axes[0].lines if line.get_marker() == "o"]
        self.assertEqual(len({str(c) for c in colours}), 3)
        self.assertEqual(len(figure.axes), 2)  # with its scale
        self.assertGreater(colours[0][0], colours[0][2])  # orange
        self.assertGreater(colours[1][2], colours[1][0])  # purple
        plt.close(figure)

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
