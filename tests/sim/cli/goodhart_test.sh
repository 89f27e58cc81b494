#!/usr/bin/env bash
# scenarios/goodhart.yaml, lived by few people in two worlds: every score of the catalogue has an arm in which it alone
# is seen, each with its figures beside those of the base; bystanders are the same people in all arms.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

"$clout" run "$source/scenarios/goodhart.yaml" --set population.agents=150 --worlds 2 -q -o run >out 2>err ||
  fail "ended with $?: $(cat err)"
# `rules` and `formula` are what the user writes (an example of rules has an arm); `random` tells nothing.
scores=$("$clout" models | awk '$2 == "score" && $1 !~ /^(rules|formula|random)$/ { print $1 }')
[ "$(wc -w <<<"$scores")" -ge 17 ] || fail "the catalogue has too few scores: $scores"
for score in $scores duolingo_league; do
  # eight columns, none of which is unknown: all less base
  line=$(grep -E "^$score +" <(sed -n '/^arms: all people, or/,$p' out)) || fail "no arm of $score"
  [ "$(grep -oE '[0-9.-]+ \[' <<<"$line" | wc -l)" = 8 ] || fail "the line of $score: $line"
done
/usr/bin/python3 - $scores duolingo_league <<'P' || failed=1
import csv
import sys

rows = {(r["arm"], r["cohort"], r["strategy"], r["measure"]): r for r in csv.DictReader(open("run/arms.csv"))}
wrong = []
for arm in sys.argv[1:]:
    for where, measure in ((("everyone", "ALL"), f"validity_{arm}"), (("background", "bystander"), f"validity_{arm}"),
                           (("background", "ALL"), f"newcomer_parity_{arm}"), (("background", "ALL"), "engagement")):
        row = rows.get((arm, *where, measure))
        if row is None or row["difference_worlds"] != "2":
            wrong.append(f"{arm}: {where} {measure} is not set beside base in both worlds: {row}")
    others = [other for other in sys.argv[1:] if other != arm and (arm, "everyone", "ALL", f"validity_{other}") in rows]
    if others:
        wrong.append(f"{arm}: {others} are reckoned too")
people = {row["mean"] for (arm, cohort, strategy, measure), row in rows.items()
          if (cohort, strategy, measure) == ("background", "bystander", "agents")}
if len(people) != 1:
    wrong.append(f"bystanders are not the same in all arms: {people}")
seen = [arm for arm in sys.argv[1:]
        if float(rows[arm, "background", "ALL", "hours_online_spent"]["difference"]) != 0]
if len(seen) < 10:
    wrong.append(f"only {seen} do anything to people by being seen")
for sentence in wrong:
    print("FAILED:", sentence)
sys.exit(bool(wrong))
P
exit $failed
