#!/usr/bin/env bash
# clout explain from outside: parts that sum to an additive score, two agents, wrong folders and numbers.
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
  "$clout" explain "$@" >out 2>err
  code=$?
  [ "$code" = "$want" ] || fail "explain $*: ended with $code, not $want: $(cat err)"
  grep -qF -- "$sentence" out err || fail "explain $*: does not say '$sentence': $(cat out err)"
}
"$clout" run "$source/scenarios/smoke.yaml" -q -o run \
  --set 'scoring.shadow=[{name: buzz, model: formula, formula: likes + 2 * replies + posts},
          {name: weekly, model: formula, formula: posts + day, update_every_days: 7}]' >/dev/null || { fail 'a run'; exit 1; }
# Whoever has the highest of an additive score: its parts sum to it.
best=0 most=0
for agent in $(seq 0 15 295); do
  "$clout" explain run --agent "$agent" --score buzz --json >out 2>err || fail "agent $agent: $(cat err)"
  score=$(sed -n 's/^ *"score": \([0-9]*\).*,$/\1/p' out | tail -1)
  [ "$score" -gt "$most" ] && most=$score best=$agent
done
[ "$most" -gt 5 ] || fail "nobody has points: $most"
says 0 'The parts sum to the score.' run --agent "$best" --score buzz
grep -q '^own posts' out || fail "no posts: $(cat out)"
# What is printed adds up by eye.
sums() {  # ARGUMENT...: the points of the first agent, but for its score, sum to its score as printed
  "$clout" explain "$@" | awk '/^score / { exit(n < 3 || sum - $2 > 1e-9 || $2 - sum > 1e-9) }
    n > 0 || /^without/ { n++; if (n > 1) sum += $NF }' || fail "$* does not add up"
}
sums run --agent "$best" --score buzz
sums run --agent "$best" --score klout
says 0 "agent $best (" run --agent "$best" --than 7 --score klout --day 40
grep -q 'difference$' out || fail 'two agents have no difference'
# The replay publishes on the days on which the world did.
says 0 'weekly 42 on day 48' run --agent 7 --score weekly --day 48
says 0 "agent 75 (" run --agent 75 --score weekly
says 2 '--agent: whose score?' run
says 2 '--than: is the agent itself' run --agent 3 --than 3
says 2 "the run has agents 0 to " run --agent 999999
says 2 "the run's days go from 1 to " run --agent 3 --day 5000
says 2 '--seed: the run has no world of seed 77' run --agent 3 --seed 77
says 2 "--score: 'bus' is not one of" run --agent 3 --score bus
# It explains what the run left, or says what has been changed.
cp -r run edited && sed -i 's/^  agents: 300$/  agents: 200/' edited/scenario.resolved.yaml
says 4 'edited/scenario.resolved.yaml: is not the scenario of this run' edited --agent 3
cp -r run emptied && rm -r emptied/worlds
says 4 'worlds/0001: is not there: the world was not finished, or it was deleted' emptied --agent 3
cp -r run damaged && echo >>damaged/worlds/0001/measures.csv
says 4 'worlds/0001/measures.csv: has ' damaged --agent 3
cp -r run older && sed -i 's/"version": "[^"]*"/"version": "0.0.9+abc"/' older/manifest.json
says 0 'the run is of another version (0.0.9+abc, this is ' older --agent 3
sed -i 's/+abc"/+abc+plugins-12345678"/' older/manifest.json
says 4 'older: was made with --plugin; name the same plug-in here' older --agent 3
says 4 'nowhere' nowhere --agent 3
exit $failed
