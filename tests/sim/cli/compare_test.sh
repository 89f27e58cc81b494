#!/usr/bin/env bash
# Rule A against rule B on one crowd, by the two commands of scenarios/README.md: an arm sees the other set of rules,
# and the folder of the run is compared with that of its arm.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

cp -r "$source/scenarios/rules" . || exit 1
cat >rules.yaml <<'YAML'
schema: 1
burn_in: 14d
horizon: 14d
population: {agents: 200, network: {following_mean: 20}}
scoring: {visible: {file: rules/stack_overflow.yaml, name: a}}
arms: [{name: b, set: {scoring.visible: {file: rules/duolingo_league.yaml, name: b}}}]
worlds: {count: 3}
YAML
"$clout" run rules.yaml -o ab -q >out 2>err || fail "run ended with $?: $(cat err)"
"$clout" compare ab ab/arms/b >out 2>err || fail "compare ended with $?: $(cat err)"
grep -qF 'Rows of `visible` are of the score that people see: a in the first run, b in the second,' out ||
  fail 'does not say which scores are visible'
grep -qF '3 worlds are paired by seed.' out || fail 'worlds are not paired'
interval='-?[0-9.]+ \[-?[0-9.]+, -?[0-9.]+\]'
for measure in score_visible gini_score_visible top_1_share_score_visible top_10_share_score_visible \
  newcomer_parity_visible validity_visible payoff_visible_circles payoff_visible_linear; do
  grep -qE "^(ALL|casual) +$measure .*$interval +$interval +$interval" out || fail "no row $measure: $(cat out)"
done

# The rows are those of each run's own score, world by world.
"$clout" compare ab ab/arms/b --json >out.json 2>err || fail "--json ended with $?: $(cat err)"
/usr/bin/python3 - <<'P' || failed=1
import csv
import json

def of(folder, seed, measure):
    with open(f"{folder}/worlds/{seed:04}/measures.csv") as file:
        return [float(row["value"]) for row in csv.DictReader(file)
                if (row["cohort"], row["measure"]) == ("everyone", measure)][0]

row = [row for row in json.load(open("out.json"))["rows"]
       if (row["cohort"], row["measure"]) == ("everyone", "validity_visible")][0]
each = [of("ab/arms/b", seed, "validity_b") - of("ab", seed, "validity_a") for seed in (1, 2, 3)]
mean = sum(each) / 3
half = 4.302652729911275 * (sum((x - mean) ** 2 for x in each) / 2 / 3) ** .5  # Student's t of two degrees of freedom
d = row["difference"]
off = max(abs(d["estimate"] - mean), abs(d["low"] - mean + half), abs(d["high"] - mean - half))
if off > 1e-9 or row["pairs"] != 3:
    print(f"FAILED: validity_visible differs by {d}, and world by world by {each}")
    raise SystemExit(1)
P
exit $failed
