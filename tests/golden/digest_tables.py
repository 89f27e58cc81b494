#!/usr/bin/python3
"""Golden figures of a run: digest_tables.py RUN_FOLDER TO_FOLDER copies its tables and digests the agents' columns."""
import hashlib
import pathlib
import shutil
import sys
import zipfile


def digests_of(archive):
    """A line a column: the SHA-256 of its bytes, and its name."""
    with zipfile.ZipFile(archive) as columns:
        return [f"{hashlib.sha256(columns.read(name)).hexdigest()}  {name}" for name in sorted(columns.namelist())]


def main(run, to):
    to.mkdir(parents=True, exist_ok=True)
    for table in ("summary.csv", "daily.csv", "likeness.csv"):
        shutil.copyfile(run / table, to / table)
    archives = sorted(run.rglob("agents.npz"))
    if not archives:
        sys.exit(f"there is no agents.npz under {run}")
    lines = []
    for archive in archives:
        lines += [f"# {archive.relative_to(run)}"] + digests_of(archive)
    (to / "agents.sha256").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
