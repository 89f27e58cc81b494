#!/usr/bin/env bash
# clout audit from outside: a table, plans, JSON; wrong scores and options; the same bytes on any number of threads.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }
says() {  # CODE SENTENCE ARGUMENT...
  local want=$1 sentence=$2 code
  shift 2
  "$clout" audit "$@" >out 2>err
  code=$?
  [ "$code" = "$want" ] || fail "audit $*: ended with $code, not $want: $(cat err)"
  grep -qF -- "$sentence" out err || fail "audit $*: does not say '$sentence': $(cat out err)"
}
cat >crowd.yaml <<'Y'
schema: 1
burn_in: 20d
horizon: 20d
population: {agents: 200}
scoring: {visible: none, shadow: []}
worlds: {count: 2}
Y
says 0 'what cheating pays, over 2 crowds of 200 people and 20 days' follower_count --scenario crowd.yaml
cp out two
grep -q '  - {name: bought_followers, accounts: [0-9]*, own: true, follow: true}' out || fail "no plan: $(cat out)"
# The card: the lives with and without the score in sight, beside what cheating pays; what was not made is a dash.
figure='-?[0-9.]+ \[-?[0-9.]+, -?[0-9.]+\]'
for row in validity 'newcomer parity' engagement retention; do
  grep -qE "^$row +$figure +$figure +$figure\$" out || fail "the card has no row $row: $(cat out)"
done
grep -qE "^exploit score +$figure +- +-\$" out || fail "the card has no exploit score: $(cat out)"
for row in wedge 'Goodhart regret'; do  # of 20 days no gain is known, so there is no plan for it
  grep -qE "^$row +- +- +-\$" out || fail "the card has no row $row: $(cat out)"
done
grep -q '^Plans found' out && fail "plans found without a gain: $(cat out)"
# Plans that are printed can be played by themselves, and bring the same.
sed -n '/^plans:/,$p' out >plans.yaml
tr -s ' ' <out >rows
says 0 'plans of a file, played over 2 crowds of 200 people and 20 days' follower_count --scenario crowd.yaml \
  --plan plans.yaml
[ "$(grep -c '^  - ' plans.yaml)" -gt 1 ] || fail "no plans: $(cat plans.yaml)"
while read -r plan; do
  row=$(grep "^$plan " out | sed -n 1p | tr -s ' ' | sed 's/ $//')
  [ -n "$row" ] || fail "$plan was not played: $(cat out)"
  grep -qF -- "$row" rows || fail "played alone $plan brings something else: $row"
done < <(sed -n 's/^  - {name: \([a-z_]*\),.*/\1/p' plans.yaml)
sed -n '2s/^  - \(.*}\).*/\1/p' plans.yaml >plan.yaml
says 0 '"plans": [' follower_count --scenario crowd.yaml --plan plan.yaml --json
sed 's/accounts/acounts/' plan.yaml >wrong.yaml
says 3 'wrong.yaml:1:' follower_count --scenario crowd.yaml --plan wrong.yaml
says 4 'nowhere.yaml: cannot be read: No such file' follower_count --plan nowhere.yaml
says 2 '--plan: played against one score' follower_count klout --plan plan.yaml
says 2 '--hours: a plan of --plan takes' follower_count --plan plan.yaml --hours 3
"$clout" audit follower_count --scenario crowd.yaml --threads 1 -q >one 2>err && cmp one two || fail 'threads'
[ -s err ] && fail "-q says $(cat err)"
# Two months: what striving for the score would cost, and by which plans; they can be taken over into a scenario.
sed 's/^horizon: .*/horizon: 60d/; s/agents: 200/agents: 400/' crowd.yaml >months.yaml
says 0 'Plans found, of' follower_count --scenario months.yaml
for row in wedge 'Goodhart regret'; do
  grep -qE "^$row +- +$figure +-\$" out || fail "the card has no figure of $row: $(cat out)"
done
{ cat months.yaml; echo 'strategies:'; grep -E '^  - \{name: for_(score|value), model: plan, ' out |
  sed 's/}$/, share: 0.5}/'; } >striving.yaml
"$clout" check striving.yaml >checked 2>err || fail "plans that were found: $(cat err striving.yaml)"
[ "$(grep -c 'name: for_' striving.yaml)" = 2 ] || fail "not two plans: $(cat striving.yaml)"
printf 'model: formula\nformula: 0 - posts\n' >none.yaml  # no honest hour brings a point, so none is a measure
says 0 '"times_honest": null' none.yaml --scenario crowd.yaml --json --worlds 1
grep -q '"climb": null' out || fail "a climb: $(cat out)"
says 0 'Ahead of nine people of ten in fewest hours, ' klout --scenario crowd.yaml --worlds 1 --set window_days=20
says 0 '"exploit": "ring"' "$source/scenarios/rules/stack_overflow.yaml" --scenario crowd.yaml --json --worlds 1
says 0 'over 1 crowd of' klout --scenario crowd.yaml --worlds 1 --set window_days=20
grep -q '^One crowd has no intervals' out || fail "one crowd: $(cat out)"
# Replies alone: bursts and own accounts are found too, and what was not found is not said to be impossible.
printf 'model: rules\npoints: [{act: reply_received, points: 10}]\n' >replies.yaml
says 0 'Found nothing that pays (which is no proof that nothing does): ' replies.yaml --scenario crowd.yaml --worlds 1
for family in sybils burst ring self_dealing; do
  grep -q "^  - {name: $family, .*replies: " out || fail "$family brings nothing: $(cat out)"
done
says 3 "'klot' is not one of" klot
says 4 'nowhere.yaml: cannot be read: No such file' nowhere.yaml
says 4 'nowhere.yaml: cannot be read: No such file' follower_count --scenario nowhere.yaml
mkfifo pipe.yaml
says 4 'pipe.yaml: cannot be read: it is a named pipe' follower_count --scenario pipe.yaml
says 3 'did you mean' klout --set window_day=20
says 3 'oracle does not hang on anything that people do' oracle
says 3 'random does not hang on' random
says 0 'follower_count' follower_count follower_ratio --scenario crowd.yaml --worlds 1
grep -q '^score  *validity' out || fail "no card: $(cat out)"
grep -qE '^follower_ratio( +-?[0-9.]+){4} +- +-$' out || fail "no line of what being seen does: $(cat out)"
# Who strives for the score, or is shown another's, is not in the card's way; motivation that the people have stays.
sed '/^scoring/d' crowd.yaml >driven.yaml
printf 'mechanisms: {motivation: {goal_gradient: 3}}\nscoring: {visible: klout, permute_visible: true}\n' >>driven.yaml
sed -i 's/^burn_in: .*/burn_in: 180d/' driven.yaml
"$clout" audit klout --scenario driven.yaml --worlds 1 --json -q >driven.json || fail 'people with a motivation'
"$clout" audit klout --scenario crowd.yaml --worlds 1 --json -q >crowd.json || fail 'people without one'
/usr/bin/python3 - <<'P' || failed=1
import json

driven, crowd = ({f["measure"]: f for f in json.load(open(n))["card"]} for n in ("driven.json", "crowd.json"))
assert list(driven) == ["validity", "newcomer_parity", "engagement", "retention", "wedge", "goodhart_regret"], driven
# Days off are taken by those alone whose scenario says nothing of motivation.
assert driven["engagement"]["unseen"]["estimate"] > crowd["engagement"]["unseen"]["estimate"] + 0.1, (driven, crowd)
assert driven["engagement"]["difference"]["estimate"] > 0, driven
for f in list(crowd.values())[:4]:
    assert abs(f["seen"]["estimate"] - f["unseen"]["estimate"] - f["difference"]["estimate"]) < 1e-12, f
P
says 2 'all: names none beside it' all klout
says 2 'audit what?'
says 2 '--set: for one score' klout pagerank --set damping=0.5
says 2 '--hours: expected a number above 0' klout --hours 0
says 2 '--hours: 169 is more than 168' klout --hours 169
sed 's/^horizon: .*/horizon: 0d/' crowd.yaml >short.yaml
says 3 'short.yaml:3:10: horizon: an attack lives as long as the horizon' follower_count --scenario short.yaml
for people in twins a_score_appears; do  # who would strive for a score, or be shown one, sees none
  sed -e 's/^burn_in: .*/burn_in: 180d/' -e 's/^horizon: .*/horizon: 20d/' -e 's/agents: 3000/agents: 100/' \
    -e 's/day: 168d/day: 9d/g' "$source/scenarios/$people.yaml" >people.yaml
  says 0 'over 1 crowd of 100 people' follower_count --scenario people.yaml --worlds 1
done
printf 'model: rules\npoints:\n  - {act: post}\n  - {act: check_in}\n' >dead.yaml
{ cat crowd.yaml; echo 'mechanisms: {meet: {on: false}}'; } >hermits.yaml
says 3 'dead.yaml:4:11: points.1.act: there is never any check_in, as mechanisms.meet.on is off' dead.yaml \
  --scenario hermits.yaml
says 0 'over 1 crowd' dead.yaml --scenario hermits.yaml --worlds 1 --set 'points=[{act: post}]'
sed '/^scoring/d' crowd.yaml >unscored.yaml
says 0 'over 1 crowd' follower_count --scenario unscored.yaml --worlds 1
printf 'model: formula\nformula: 1 / posts\n' >broken.yaml
says 3 'score broken: gives agent' broken.yaml --scenario crowd.yaml
exit $failed
