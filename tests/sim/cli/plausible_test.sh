#!/usr/bin/env bash
# The plausible box and the decomposition from outside: where their files land, what is printed, and a run that goes on
# after it was interrupted in a point.
set -u
clout=${CLOUT_BIN:?the program to test}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

cat >box.yaml <<'YAML'
schema: 1
burn_in: 14d
horizon: 30d
population: {agents: 200, cities: 2, network: {following_mean: 20}}
probes: {share: 0.4}
margins: {step_hours: 1, horizon_days: [28]}
strategies:
  - {name: casual, share: 0.6}
  - {name: klout_chaser, share: 0.2}
  - {name: balanced_networker, share: 0.2}
  - {name: whom, model: plan, share: 0, by_affinity: 1, among_ties: 0, at_random: 0, by_bio: 0, meet_ties: 0.75, meet_introduced: 0.1, meet_answered: 0.05, meet_event: 0.1, read: 0, post: 0, engage: 0.75, discover: 0.25, post_spread: 0, never_post_share: 0, follow_back_prob: 0.2, follow_prob: 0.02, reply_prob: 0.3, reshare_prob: 0.1}
  - {name: what, model: plan, share: 0, by_affinity: 0, among_ties: 0.5, at_random: 0, by_bio: 0.5, meet_ties: 0.5, meet_introduced: 0.5, meet_answered: 0, meet_event: 0, read: 0, post: 0.5, engage: 0, discover: 0.5, post_spread: 0, never_post_share: 0, follow_back_prob: 0.2, follow_prob: 0.02, reply_prob: 0.3, reshare_prob: 0.1}
scoring: {visible: follower_count}
worlds: {count: 3}
decomposition: {strategy: klout_chaser, than: balanced_networker, approach_of_strategy: whom, time_of_strategy: what, hours_offline: [1, 4]}
plausible:
  worlds: 2
  set: {population.agents: 120, value.models: [{name: half, model: circles, gamma: 0.5}, linear]}
  axes: {mechanisms.message.e_online: [0.02, 1], value.theta: [0.2]}
YAML

"$clout" check box.yaml >out 2>err || { fail "check ended with $?"; cat err; }
grep -q 'and 2 points of the plausible box' out || fail 'check does not say how many points there are'
"$clout" run box.yaml -o whole >out 2>err || { fail "run ended with $?"; cat err; }
grep -qE '^clout: 7 worlds in' err || fail "not 3 + 2 * 2 worlds: $(cat err)"
grep -q '^the plausible box: 2 points (e_online 0.02, 1; theta 0.2) by 2 value models, 2 worlds of 120 agents each' out ||
  fail 'no line on what the box is'
grep -qE '^gain, klout_chaser - balanced_networker, .*(of 4 points of the plausible box|of 4 points and below)' out ||
  fail 'no line on the gain of the pair'
grep -q '^next hour offline less online, casual, ' out || fail 'no line on the next hour'
grep -q '^why klout_chaser and balanced_networker differ in gain_circles, at ' out || fail 'no decomposition'
grep -qE '^whom it approaches and meets +[-0-9]' out || fail 'no part of whom it approaches'

[ "$(head -1 whole/plausible.csv)" = 'point,mechanisms.message.e_online,value.theta,value,conclusion,strategy,unit,estimate,low,high,worlds,sign,agreement' ] ||
  fail "header of plausible.csv: $(head -1 whole/plausible.csv)"
# Two points by two value models: the gain of the pair, and the next hour of five strategies at most.
awk -F, 'NR > 1 && $5 == "gain" { gain++ } NR > 1 && $5 == "next_hour" { next_hour++ }
         END { exit !(gain == 4 && next_hour > 0 && next_hour <= 20) }' whole/plausible.csv || fail 'rows of plausible.csv'
grep -q '^02,1,0.2,half,gain,klout_chaser - balanced_networker,average people,' whole/plausible.csv || fail 'no row of point 02'
for file in plausible/01/summary.csv plausible/02/worlds/0002/measures.csv decomposition.csv; do
  [ -s "whole/$file" ] || fail "no $file"
done
[ -e whole/plausible/01/worlds/0003 ] && fail 'a point has more worlds than it was told'
[ -e whole/plausible/01/worlds/0001/agents.npz ] && fail 'a point wrote its agents'
# In each measure and standardisation the parts sum to the whole.
awk -F, 'NR > 1 && $7 !~ /^(whole|than|strategy)$/ { sum[$3, $5, $6] += $8 } NR > 1 && $7 == "whole" && $8 != "" { whole[$3, $5, $6] = $8 }
         END { for (k in whole) { n++; d = sum[k] - whole[k]; if (d > 1e-6 || d < -1e-6) bad++ } exit !(n >= 4 && !bad) }' \
  whole/decomposition.csv || fail 'parts do not sum to the whole'

# The same again only prints; more worlds leave the box alone; the resolved scenario gives the same.
cp out first
"$clout" run box.yaml -o whole -q >out 2>err || fail 'the same again'
cmp first out || fail 'the same again prints something else'
cp whole/report.json report.json

# It prints what was kept, and does the analyses again only when something that they made, or are made of, is another.
sed -i 's/the plausible box: 2 points/the kept box: 2 points/' whole/report.json
"$clout" run box.yaml -o whole -q >out 2>err || fail 'the same again'
grep -q '^the kept box: 2 points' out || fail 'a finished run is analysed again only to be printed'
[ "$(stat -c %s whole/margins.csv)" -gt 1000 ] || fail 'margins.csv is short'
cp whole/margins.csv whole/plausible.csv .
for file in margins.csv plausible.csv; do
  rm "whole/$file"
  "$clout" run box.yaml -o whole -q >out 2>err || fail "without $file"
  cmp first out || fail "without $file something else is printed"
  cmp "$file" "whole/$file" || fail "$file does not come back"
  cmp report.json whole/report.json || fail "without $file there is another report"
done
"$clout" run box.yaml -o whole -q --json >one.json 2>err || fail 'as JSON'
rm whole/report.json
"$clout" run box.yaml -o whole -q --json >out 2>err || fail 'as JSON, made anew'
cmp one.json out || fail 'JSON that was kept is not that which is made anew'
/usr/bin/python3 - <<'PY' || fail 'JSON lacks something'
import json
j = json.load(open("one.json"))
assert j["folder"] == "whole" and j["complete"]
assert j["decomposition"]["strategy"] == "klout_chaser" and j["decomposition"]["hours_offline"] == [1, 4]
assert {p["part"] for p in j["decomposition"]["parts"]} >= {"approach", "time", "hours_offline", "whole"}
assert j["plausible"]["points"] == 2 and j["plausible"]["values"] == ["half", "linear"]
assert any(c["conclusion"] == "gain" and "plausible box" in c["says"] for c in j["plausible"]["conclusions"])
assert isinstance(j["verdict"], list) and j["margins"] and j["answers"] and j["notes"]
PY
cp whole/plausible/02/worlds/0002/measures.csv kept.csv
"$clout" run box.yaml -o whole --worlds 4 >out 2>err || fail 'more worlds'
grep -qE '^clout: 1 world in' err || fail "more worlds lived the box again: $(cat err)"
cmp kept.csv whole/plausible/02/worlds/0002/measures.csv || fail 'more worlds changed the box'
"$clout" run whole/scenario.resolved.yaml -o again -q --worlds 4 --threads 1 >out 2>err || fail 'the resolved scenario does not run'
diff -r -x manifest.json whole again || fail 'the resolved scenario gave something else'
"$clout" run whole/plausible/02/scenario.resolved.yaml -o alone -q >out 2>err || fail 'the scenario of a point does not run'
cmp whole/plausible/02/summary.csv alone/summary.csv || fail 'a point alone gave something else'

# Interrupted in a point, then to its end: the same bytes.
"$clout" run box.yaml -o halted -q --worlds 4 --threads 1 >out 2>err &
for _ in $(seq 1200); do
  [ -e halted/plausible/01/worlds/0001 ] && break
  sleep 0.02
done
kill -INT $!
wait $!
status=$?
[ $status = 130 ] || [ $status = 0 ] || fail "an interrupted run ended with $status"
[ $status = 0 ] || grep -q '"status": "partial"' halted/manifest.json || fail 'an interrupted run is not partial'
"$clout" run box.yaml -o halted -q --worlds 4 >out 2>err || fail 'an interrupted run does not go on'
grep -q '"status": "complete"' halted/manifest.json || fail 'a run that went on is not complete'
diff -r -x manifest.json whole halted || fail 'a run that was stopped in a point and went on gave something else'

# Overwriting clears the box; without it another run.
"$clout" run box.yaml -o whole -q --set 'plausible={}' >out 2>err && fail 'a run without a box went into the folder of one with'
"$clout" run box.yaml -o whole -q --overwrite --set 'plausible={}' >out 2>err || fail 'overwrite'
[ -e whole/plausible ] && fail 'overwriting left the box'
[ -e whole/plausible.csv ] && fail 'overwriting left the table of the box'
exit $failed
