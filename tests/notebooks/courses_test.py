#!/usr/bin/python3
"""What the notebook of before and after says: each wording of its sentence, from a run made by hand.

    /usr/bin/python3 tests/notebooks/courses_test.py
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

    import clout_courses as courses
except ModuleNotFoundError as missing:
    print(f"left out: notebooks/courses: {missing.name} is not installed")
    sys.exit(77)

RESOLVED = "scoring:\n  visible: none\ninterventions:\n  - day: 28d\n    kind: show_score\n    score: klout\n"
DAYS = (0, 28, 56)


def made(top, gains, resolved=RESOLVED):
    """The folder of a run of as many worlds as each of `gains` has. gains: arm -> gain of all at the end, a world each;
    before the score appears it is 10 in all."""
    worlds = len(next(iter(gains.values())))
    for arm, values in gains.items():
        folder = top if arm == courses.SEEN else top / "arms" / arm
        for seed, value in enumerate(values, 1):
            world = folder / "worlds" / f"{seed:04d}"
            world.mkdir(parents=True)
            (world / "course.csv").write_text("day,strategy,measure,unit,value\n" + "".join(
                f"{day},{who},gain_linear,average people,{value if day == 56 else 10}\n"
                for day in DAYS for who in ("ALL", "casual")))
    (top / "manifest.json").write_text(json.dumps(
        {"finished": list(range(1, worlds + 1)), "values": ["linear"], "strategies": ["casual"], "scores": ["klout"]}))
    (top / "scenario.resolved.yaml").write_text(resolved)
    return top


class BeforeAndAfter(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = pathlib.Path(folder.name)

    def gain(self, seen, never, permuted):
        """What the sentence says of gain."""
        appears = courses.load_appears(made(self.top, {"base": seen, "never": never, "permuted": permuted}))
        return courses.outcome_answer(appears, "gain_linear", "gain")

    def test_it_rose_and_a_placebo_does_not_do_it(self):
        self.assertEqual(self.gain([12, 13, 14], [10, 11, 12.5], [10, 11, 12.5]),
                         "gain: yes, it rose by 1.83 [1.12, 2.55] (against somebody else's score: 1.83 [1.12, 2.55])")

    def test_it_fell_and_any_number_would_do(self):
        said = self.gain([8, 9, 10], [10, 11, 12.5], [8, 9.5, 9.5])
        self.assertIn("gain: yes, it fell by 2.17 [1.45, 2.88], and it cannot be told from what somebody else's", said)

    def test_cannot_tell(self):
        self.assertEqual(self.gain([9, 12, 10], [10, 11, 10], [10, 11, 10]), "gain: cannot tell, 0.00 [-2.48, 2.48]")

    def test_one_world_has_no_interval(self):
        self.assertEqual(self.gain([9], [10], [10]), "gain: cannot tell, -1.00")

    def test_effects_by_day_begin_at_nothing(self):
        appears = courses.load_appears(made(self.top, {"base": [12, 14], "never": [10, 11], "permuted": [10, 10]}))
        effects = appears.effects("gain_linear")
        self.assertEqual(sorted(effects), list(DAYS))
        self.assertEqual([effects[day].estimate for day in DAYS], [0, 0, 2.5])
        self.assertEqual(appears.day, 28)
        self.assertIn("What has changed 4 weeks after people got to see klout?", courses.appears_answer(appears))

    def test_a_run_without_a_score_that_appears(self):
        top = made(self.top, {"base": [1], "never": [1], "permuted": [1]}, resolved="interventions: []\n")
        with self.assertRaisesRegex(RunError, "no score appears"):
            courses.load_appears(top)

    def test_a_run_without_its_arms(self):
        with self.assertRaisesRegex(RunError, "the arms never and permuted"):
            courses.load_appears(made(self.top, {"base": [1]}))

    def test_pictures_of_one_world_have_no_bands(self):
        appears = courses.load_appears(made(self.top, {"base": [12], "never": [10], "permuted": [11]}))
        for draw in (courses.levels_picture, courses.effect_picture, courses.strategies_picture):
            plt.close(draw(appears))


if __name__ == "__main__":
    unittest.main()
