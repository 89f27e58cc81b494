#!/usr/bin/env bash
# Arms from outside: where their files land, the table, a twin that differs by exactly 0, and a run that goes on in all of
# its arms after it was interrupted or killed.
set -u
clout=${CLOUT_BIN:?the program to test}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

cat >arms.yaml <<'YAML'
schema: 1
burn_in: 14d
horizon: 30d
population: {agents: 200, network: {following_mean: 20}}
probes: {share: 0.1}
strategies:
  - {name: casual, share: 0.6}
  - {name: klout_chaser, share: 0.2}
  - {name: balanced_networker, share: 0.2}
scoring: {visible: follower_count}
worlds: {count: 3}
arms:
  - {name: twin}
  - {name: hidden, set: {scoring.visible: none, scoring.shadow: [follower_count]}}
YAML

"$clout" check arms.yaml >out 2>err || fail "check ended with $?"
grep -q '^#   3 arms of 3 worlds of 200 agents' out || fail "check does not say how many arms there are"
"$clout" run arms.yaml -o whole >out 2>err || { fail "run ended with $?"; cat err; }
grep -q '^arms: klout_chaser - balanced_networker' out || fail 'no table of arms'
grep -qE '^twin +background .* 0\.000 \[0\.000, 0\.000\]' out || fail 'the table does not show that the twin differs by 0'
grep -qE '^clout: 9 worlds in' err || fail 'not 9 worlds'
for file in summary.csv worlds/0001/measures.csv arms/twin/summary.csv arms/hidden/worlds/0003/measures.csv arms.csv; do
  [ -s "whole/$file" ] || fail "no $file"
done
cmp whole/summary.csv whole/arms/twin/summary.csv || fail 'the twin has another summary'
cmp -s whole/summary.csv whole/arms/hidden/summary.csv && fail 'the arm without a score has the same summary'
grep -q '"status": "complete"' whole/manifest.json || fail 'the run is not complete'
awk -F, '$1 == "twin" { n++; if ($10 + 0 != 0 || $11 + 0 != 0 || $12 + 0 != 0) bad++ } END { exit !(n > 50 && !bad) }' whole/arms.csv ||
  fail 'arms.csv: the twin differs from base'
awk -F, '$1 == "hidden" && $10 != 0 { n++ } END { exit !(n > 20) }' whole/arms.csv || fail 'arms.csv: hidden is as base'
grep -q '^hidden,background,klout_chaser - balanced_networker,gain_circles,' whole/arms.csv || fail 'no pair in arms.csv'

# An arm is a run of its own: its resolved scenario gives the same worlds.
"$clout" run whole/arms/hidden/scenario.resolved.yaml -o alone -q >out 2>err || fail 'the scenario of an arm does not run'
for file in summary.csv worlds/0002/measures.csv; do
  cmp "whole/arms/hidden/$file" "alone/$file" || fail "hidden alone gave another $file"
done
"$clout" run whole/scenario.resolved.yaml -o again -q --threads 1 >out 2>err || fail 'the resolved scenario does not run'
diff -r -x manifest.json whole again || fail 'the resolved scenario gave something else'

# An arm that lives other days is compared all the same, and that is said.
"$clout" run arms.yaml -o later --set 'arms.hidden.set={horizon: 20d}' >out 2>err || { fail "other days: $?"; cat err; }
grep -q '^hidden lives 14d of burn-in and 20d of horizon, base 14d of burn-in and 30d of horizon: ' out ||
  fail "nothing is said of an arm of other days: $(cat out)"
grep -q '^twin lives' out && fail 'the twin lives the same days'

# Interrupted when all worlds have landed: the analysis ends with a sentence and 130, and the run is not whole yet.
"$clout" run arms.yaml -o analysed --threads 1 --worlds 30 --set population.agents=60 --set horizon=34d \
  --set 'margins={step_hours: 1, horizon_days: [28, 29, 30, 31, 32]}' --set 'arms=[]' >out 2>err &
for _ in $(seq 1200); do
  [ -d analysed/worlds/0030 ] || ! kill -0 $! 2>/dev/null && break
  sleep 0.05
done
sleep 0.5
kill -INT $!
wait $!
[ $? = 130 ] || fail 'a run that was interrupted in its analysis did not end with 130'
grep -q '^clout: interrupted; what was lived is kept, the same command goes on' err ||
  fail "what a run said that was interrupted in its analysis: $(cat err)"
grep -q '"status": "partial"' analysed/manifest.json || fail 'a run without its tables of margins is called complete'

# Measures that the scenario asks for: the twin's validity of the score that it shows differs by 0, `hidden` shows none;
# a word that is no measure is said to be none.
ask='output.arm_measures=[validity_visible, posts, likes_of_dogs, purrs_visible, casual.validity_visible, cat.posts]'
"$clout" run arms.yaml -o asked --set "$ask" >out 2>err || { fail "asking for measures ended with $?"; cat err; }
grep -qE '^twin +0\.000 \[0\.000, 0\.000\] +0\.000 \[0\.000, 0\.000\] +-' out || fail "the measures of the twin: $(cat out)"
validity=$(awk -F, '$1 == "base" && $2 == "everyone" && $4 == "validity_follower_count" { printf "%.3f", $6 }' whole/arms.csv)
grep -qE "^base +${validity:?} \[" out || fail "base's validity is not $validity"
grep -qE '^hidden +- ' out || fail "hidden shows a validity of nothing"
grep -qF "No arm has a measure 'likes_of_dogs'" out || fail 'a word that is no measure is not told'
grep -qF "No arm has a measure 'purrs_visible'" out || fail 'a word that is no measure of a score is not told'
grep -qF "No arm has a measure 'cat.posts'" out || fail 'a strategy that there is not is not told'
validity=$(awk -F, '$1 == "base" && $3 == "casual" && $4 == "validity_follower_count" { printf "%.3f", $6 }' whole/arms.csv)
grep -qE "^base .* ${validity:?} \[" out || fail "base's validity among casual people is not $validity"
cmp whole/arms.csv asked/arms.csv || fail 'asking changed a figure'
"$clout" run arms.yaml -o whole >out 2>err || fail 'a finished run does not show its report'
grep -q '^arms: all people' out && fail 'measures are shown that nobody asked for'

# Interrupted, then killed, each in an arm, then to its end: the same bytes. In between the manifest says partial.
stopped() {  # SIGNAL FOLDER WORLDS: stops the run when so many worlds have landed in arms
  "$clout" run arms.yaml -o "$2" -q --worlds 60 --threads 1 >out 2>err &
  for _ in $(seq 1200); do
    [ "$(find "$2/arms" -path '*/worlds/0*' -prune 2>/dev/null | wc -l)" -ge "$3" ] && break
    sleep 0.05
  done
  kill "-$1" $!
  wait $! 2>/dev/null
}
"$clout" run arms.yaml -o longer -q --worlds 60 >out 2>err || fail 'a run of 60 worlds'
stopped INT halted 1
[ $? = 130 ] || fail 'an interrupted run did not end with 130'
grep -q '^clout: interrupted; [0-9]* of 180 worlds' err || fail "what an interrupted run said: $(cat err)"
[ -s halted/summary.csv ] || fail 'an interrupted run left no table'
[ ! -e halted/arms.csv ] || fail 'an interrupted run left a table of arms, which is of other worlds'
grep -q '"status": "partial"' halted/manifest.json || fail 'an interrupted run is not partial'
stopped KILL halted 70
grep -q '"status": "partial"' halted/manifest.json || fail 'a killed run is not partial'
"$clout" run arms.yaml -o halted -q --worlds 60 >out 2>err || fail 'a killed run does not go on'
diff -r -x manifest.json longer halted || fail 'a run that was stopped in an arm and went on gave something else'

# Overwriting clears the arms too; a run with other arms is another run.
"$clout" run arms.yaml -o whole -q --set 'arms=[{name: twin}]' >out 2>err && fail 'other arms went into the same folder'
"$clout" run arms.yaml -o whole -q --overwrite --set 'arms=[{name: twin}]' >out 2>err || fail 'overwrite'
[ -e whole/arms/hidden ] && fail 'overwriting left an arm that is not in the scenario'
exit $failed
