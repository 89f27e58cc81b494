#!/usr/bin/python3
"""What notebooks say in words of plans and gems is what the program says of them: whom the networker of 01 writes to and
meets by the defaults of its plan, and by what gems are told, in the same words in 01 and 03."""
import json
import os
import pathlib
import re
import subprocess

NOTEBOOKS = pathlib.Path(os.environ["CLOUT_SOURCE_DIR"]) / "notebooks"


def words_of(name):
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def defaults_of(model):
    page = subprocess.run([os.environ["CLOUT_BIN"], "models", model], capture_output=True, text=True, check=True).stdout
    return {key: float(value) for key, value in re.findall(r"^(\w+) +(-?[\d.]+) ", page, re.MULTILINE)}


year, chicago = words_of("01_a_year_of_chasing"), words_of("03_chicago_ctos")
networker = re.search(r"and one that writes to [^.]*\.", year).group()
plan = defaults_of("balanced_networker")
SAID = {"among_ties": "writes to its contacts", "by_bio": "by their bios", "by_affinity": "interests", "by_score": "score",
        "at_random": "random", "meet_ties": "meets contacts", "meet_introduced": "contacts introduce",
        "meet_answered": "answered", "meet_event": "event"}
for key, words in SAID.items():
    assert (words in networker) == (plan[key] > 0), (key, plan[key], networker)

GEMS = "the top 1 % by own worth, below the 90th percentile of followers."
for text in (year, chicago):
    gems = re.search(r"Gems are [^:]*: ", text)
    assert "on day 0, before the burn-in" in gems.group(), gems.group()
    assert text[gems.end():].startswith(GEMS), text[gems.end():][:100]
