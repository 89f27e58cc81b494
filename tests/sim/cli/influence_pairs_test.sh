#!/usr/bin/env bash
# Every algorithm that the columns of influence_pairs.csv allow, against people's word on who of two is the more
# influential: the command of scenarios/README.md. Nothing is fitted, so an AUC above .87 would be a leak, and one at or
# below .5 an algorithm turned round.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?}
data=${CLOUT_DATA_DIR:-}
if [ -z "$data" ]; then
  echo 'left out: sim/cli/influence_pairs: CLOUT_DATA_DIR is not set (influence_pairs.csv may not ship)'
  exit 0
fi
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

columns=$(sed -n 's/^ *--columns \(followers=follower_count,[a-z_,=]*\).*/\1/p' "$source/scenarios/README.md" | head -1)
[ -n "$columns" ] || fail 'scenarios/README.md has no --columns of these data'
judge() { "$clout" score "$@" --counts "$data/influence_pairs.csv" --judged-by Choice --columns "$columns" --json; }
judge all >all.json 2>err || fail "all: ended with $?: $(cat err)"
judge twitter_grader --set power=0 >grader.json 2>err || fail "twitter_grader: ended with $?: $(cat err)"
/usr/bin/python3 - <<'P' || failed=1
import json
import sys

found = [json.load(open(name)) for name in ("all.json", "grader.json")]
rows = {row["score"]: row for table in found for row in table["scores"]}
wrong = []
if {table["pairs"] for table in found} != {2750}:
    wrong.append("the file has 2750 pairs")
expected = {"follower_count", "follower_ratio", "formula", "random", "rules", "stack_overflow", "twitter_grader"}
if set(rows) != expected:
    wrong.append(f"scores: {sorted(rows)}, not {sorted(expected)}")
for name, row in rows.items():
    if name == "random":
        if not row["auc_low"] < 0.5 < row["auc_high"]:
            wrong.append(f"random knows something: {row}")
    elif not (0.5 < row["auc_low"] and row["auc"] <= 0.87):
        wrong.append(f"{name}: AUC {row['auc']} [{row['auc_low']}, {row['auc_high']}]")
for sentence in wrong:
    print("FAILED:", sentence)
sys.exit(bool(wrong))
P
exit $failed
