#!/usr/bin/python3
"""Keeps what README.md says that commands print equal to what they print.

A block stands between `<!-- begin: COMMAND -->` and `<!-- end -->`. COMMAND is a line of bash; what comes after its
first ` | ` only shortens its output and is not shown. A block that is fenced (```) shows the command and what it wrote
to stdout; one that is not is a paragraph of what it wrote, nothing else.

    /usr/bin/python3 tests/readme_blocks.py --update [--only REGEX]   writes the blocks anew, and pictures on the way
    /usr/bin/python3 tests/readme_blocks.py --check [--only REGEX]    says which are out of date; exit code 1 if one is

All blocks take some 15 minutes, as `tests/run` is one of them; `--only models` takes a second. Commands run one after
the other in a fresh folder that looks like this checkout and has no runs/, so nothing old is shown. Durations are not
compared. With CLOUT_BIN that program is run and sim/run is left alone.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("CLOUT_SOURCE_DIR") or pathlib.Path(__file__).resolve().parents[1])
BLOCK = re.compile(r"(<!-- begin: (?P<command>.*?) -->\n)(?P<body>.*?)(<!-- end -->)", re.S)


def make_place(folder):
    """A stand-in for the checkout: links to what is only read, a copy of the notebooks, which pictures go to."""
    for name in ("sim", "tests", "models", "scenarios"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("__pycache__"))


def run(command, folder):
    program = os.environ.get("CLOUT_BIN") and os.path.abspath(os.environ["CLOUT_BIN"])
    if program:
        command = re.sub(r"\bsim/run (?=\S+\.yaml)", f"{program} run ", command)
        command = re.sub(r"\bsim/run\b", program, command)
    environment = dict(os.environ, NO_COLOR="1", PYTHONDONTWRITEBYTECODE="1", MPLBACKEND="Agg")
    environment.pop("CLOUT_RUN", None)
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, env=environment,
                          stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(done.stdout)
        sys.exit(f"`{command}` ended with {done.returncode}")
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").split("\n"))


def body_of(match, folder):
    output = run(match["command"], folder)
    if not match["body"].startswith("```"):
        return output + "\n"
    return f"```\n$ {match['command'].split(' | ')[0]}\n{output}\n```\n"


def comparable(body):
    """Without durations, which differ every time, and without the columns that they widen."""
    return [re.sub(r"\s+", " ", re.sub(r"\d+(\.\d+)? (ms|s|min|h)\b", "TIME", line)).strip()
            for line in body.split("\n")]


def main():
    parser = argparse.ArgumentParser(description="Keeps the blocks of README.md equal to what their commands print.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--update", action="store_true")
    what.add_argument("--check", action="store_true")
    parser.add_argument("--only", default="", metavar="REGEX", help="only commands in which this is found")
    options = parser.parse_args()
    readme = ROOT / "README.md"
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        make_place(folder)

        def renew(match):
            if not re.search(options.only, match["command"]):
                return match[0]
            body = body_of(match, folder)
            if comparable(body) != comparable(match["body"]):
                stale.append(match["command"])
                print(*difflib.unified_diff(match["body"].split("\n"), body.split("\n"), "README.md", match["command"],
                                            lineterm="", n=1), sep="\n")
            return match[1] + body + match[4]

        text = BLOCK.sub(renew, readme.read_text())
        if options.update:
            readme.write_text(text)
            for picture in (folder / "notebooks").glob("*.png"):
                shutil.copyfile(picture, ROOT / "notebooks" / picture.name)
    if options.check and stale:
        sys.exit("README.md is out of date: tests/readme_blocks.py --update renews it")


if __name__ == "__main__":
    main()
