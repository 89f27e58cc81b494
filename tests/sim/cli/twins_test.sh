#!/usr/bin/env bash
# People who learn, from outside: the table of twins, learned.csv, a run that was killed and went on, calibrate learned.
set -u
clout=${CLOUT_BIN:?the program to test}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

cat >twins.yaml <<'YAML'
schema: 1
burn_in: 63d
horizon: 28d
population: {agents: 300, network: {following_mean: 20}}
strategies:
  - {name: casual, share: 0.4}
  - {name: climber, model: score_learner, share: 0.3, review_every: 7d}
  - {name: friend, model: value_learner, share: 0.3, review_every: 7d}
scoring: {visible: follower_count}
worlds: {count: 3}
output: {checkpoint_every_days: 10}
arms:
  - {name: foursquare, set: {scoring.visible: foursquare}}
YAML

"$clout" run twins.yaml -o whole --threads 2 >out 2>err || { fail "run ended with $?"; cat err; }
grep -q '^twins: climber strives for follower_count, friend for what its connections are worth; 9 reviews before' out ||
  fail 'the table of twins does not say what they strive for'
copied() {  # copied STRATEGY: at the last review before the fork, in percent
  awk -F, -v who="$1" '$2 == who && $3 == "copied" && $1 <= 0 { last = $5 } END { printf "%.3g", 100 * last }' whole/learned.csv
}
grep -qE "^At their last review before that $(copied climber) \[.*\] % of climber and $(copied friend) \[.*\] % of friend" out ||
  fail "not said that $(copied climber) % and $(copied friend) % copied at the last review: $(grep '^At their' out)"
grep -q '^That is too few to say that they have learned' out || fail 'nine reviews are not said to be too few'
grep -qE '^plan_move_online +share +-?0\.[0-9]+ +.*\[' out || fail 'the table does not show what they do'
grep -q '^twins by arm: climber - friend' out || fail 'no table of twins by arm'
grep -qE '^foursquare +foursquare +' out || fail 'the table by arm does not say which score'
head -1 whole/learned.csv | grep -q '^day,strategy,measure,unit,mean,low,high,sd,worlds' || fail 'columns of learned.csv'
[ "$(grep -c ',climber,plan_post,' whole/learned.csv)" = 13 ] || fail 'learned.csv has not one row a review'
grep -q '^base,background,climber - friend,plan_post,' whole/arms.csv || fail 'no difference of twins in arms.csv'

# Killed in the middle and gone on, on another number of threads: the same bytes.
"$clout" run twins.yaml -o killed --threads 1 >/dev/null 2>&1 &
victim=$!
sleep 0.4
kill -9 $victim 2>/dev/null
wait $victim 2>/dev/null
"$clout" run twins.yaml -o killed --threads 1 >out2 2>err2 || { fail "going on ended with $?"; cat err2; }
cmp -s <(sed '$d' out) <(sed '$d' out2) || fail 'the run that was killed printed something else'
for file in learned.csv arms.csv worlds/0002/learned.csv worlds/0002/agents.npz arms/foursquare/learned.csv; do
  cmp "whole/$file" "killed/$file" || fail "$file differs after a kill"
done

# Every score of the catalogue can be the one that people strive for, as the head of scenarios/twins.yaml says: a line
# each beside the one that is there, with regret and wedge or a dash where they have none. (`rules` and `formula` are
# what the user writes.)
scores=$("$clout" models | awk '$2 == "score" && $1 !~ /^(rules|formula)$/ { print $1 }')
[ "$(wc -w <<<"$scores")" -ge 17 ] || fail "the catalogue has too few scores: $scores"
arms=
for score in $scores; do arms+="{name: of_$score, set: {scoring.visible: {name: $score, update_every_days: 7}}}, "; done
"$clout" run "${CLOUT_SOURCE_DIR:?}/scenarios/twins.yaml" -o all --quiet --worlds 2 --set population.agents=150 \
  --set burn_in=224d --set horizon=28d --set "arms=[${arms%, }]" >out 2>err || { fail "all scores: $?"; cat err; }
for score in $scores; do
  grep -qE "^of_$score +$score +" <(sed -n '/^twins by arm/,$p' out) || fail "no twins that strive for $score"
done

# Without a value learner there are no twins, and nothing is said of any.
"$clout" run twins.yaml -o alone --set arms=[] --quiet --worlds 1 \
  --set 'strategies=[{name: casual, share: 0.5}, {name: score_learner, share: 0.5, review_every: 7d}]' >out 2>err ||
  fail "a learner alone ended with $?"
grep -q '^twins: .* strives' out && fail 'twins where there is one'
[ -s alone/learned.csv ] || fail 'no learned.csv of one learner'

# A score that is shown only later is the one that they strive for, and nothing was learned before.
shown='[{day: 1d, kind: show_score, score: follower_count}]'
"$clout" run twins.yaml -o later --set arms=[] --quiet --set 'scoring={visible: none, shadow: [follower_count]}' \
  --set "interventions=$shown" >out 2>err || { fail "a score shown later ended with $?"; cat err; }
grep -q '^twins: climber strives for follower_count, .*; 0 reviews before' out || fail 'a score shown later: the table'
grep -qE '^plan_move_online +share +-?0\.[0-9]+ +.*\[' out || fail 'a score shown later: no row of what they do'
grep -q ',ALL,goodhart_regret,' later/summary.csv || fail 'a score shown later: no regret'

# Shown to nobody and named by nobody, a score teaches nothing, however long the burn-in.
"$clout" run twins.yaml -o never --set arms=[] --quiet --worlds 1 \
  --set 'scoring={visible: none, shadow: [follower_count]}' >out 2>err || { fail "no score shown: ended with $?"; cat err; }
grep -q '^Nobody is ever shown a score, so climber' out || fail 'no score shown: not said'

"$clout" run twins.yaml -o bad --set 'strategies.climber.score=klout' >out 2>err
[ $? = 3 ] && grep -q "'klout' is no score of this scenario" err || fail 'a score that there is not'
[ -e bad ] && fail 'a faulty scenario left a folder'
exit $failed
