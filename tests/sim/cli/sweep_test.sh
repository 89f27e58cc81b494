#!/usr/bin/env bash
# A sweep from outside: its files, its codes, what it says; stopped, killed, spread over shards, extended; and always
# the figures of a sweep that nobody disturbed, byte for byte.
set -u
clout=${CLOUT_BIN:?the program to test}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && chmod -R u+w "$folder" && rm -rf "$folder"' EXIT
cp "${CLOUT_SOURCE_DIR:?}/scenarios/smoke.yaml" .
failed=0
fail() { echo "FAILED: $*"; failed=1; }
expect() {  # CODE SENTENCE ARGUMENT...: `clout sweep` ends with the code and says the sentence on stderr
  local want=$1 says=$2 code
  shift 2
  "$clout" sweep "$@" >out 2>err
  code=$?
  [ "$code" = "$want" ] || fail "sweep $*: ended with $code, not $want: $(cat err)"
  grep -qF -- "$says" err || fail "sweep $*: does not say '$says': $(cat err)"
}
same() {  # FOLDER FOLDER: the same figures, every one of them
  "$clout" sweep export "$1" >out 2>err && "$clout" sweep export "$2" >out 2>err || fail "export of $1, $2: $(cat err)"
  cmp "$1/metrics.csv" "$2/metrics.csv" || fail "$2 has other figures than $1"
  cmp "$1/runs.csv" "$2/runs.csv" || fail "$2 has other runs than $1"
}
landed() { "$clout" sweep status "$1" --json 2>err | sed -n 's/^  "done": \([0-9]*\),$/\1/p'; }
wait_for() {  # FOLDER RUNS: until so many have landed
  for _ in $(seq 1200); do [ "$(landed "$1" || echo 0)" -ge "$2" ] 2>/dev/null && return; sleep 0.05; done
  fail "$1: $2 runs have not landed in time"
}
of_session() { cat /proc/[0-9]*/stat 2>/dev/null | awk -v s="$1" '$6 == s && $3 != "Z" { print $1 }'; }
small=(smoke.yaml --set 'scoring.shadow=[]' --set population.agents=60)
study=("${small[@]}" --vary value.theta=0.2,0.5,0.8 --worlds 8)
many=("${small[@]}" --vary value.theta=0.2,0.5,0.8 --worlds 100)

# ---- a plan, a sweep, the same again ----

"$clout" sweep "${study[@]}" --plan -o whole >out 2>err || fail "a plan ended with $?: $(cat err)"
grep -q '^smoke, 3 points, 24 runs: 129,600 agent-days$' out || fail "a plan says: $(cat out)"
for line in 'memory  about [0-9.]+ MB of the [0-9.]+ [GT]B here, for [0-9]+ runs? at a time' \
  'disk    about [0-9]+ kB' 'time    (under a second|about .+ s)'; do
  grep -qE "^  $line$" out || fail "a plan does not say '$line': $(cat out)"
done
grep -qE '^ +0 +0\.2 +1$' out || fail 'a plan does not show the first runs'
[ ! -e whole ] || fail 'a plan has written something'
timeout 60 "$clout" sweep smoke.yaml --plan -o whole >out 2>err --set sweep.design=saltelli --set sweep.points=131072 \
  --set 'sweep.axes={value.theta: {from: 0, to: 1}, population.phi: {from: 0.1, to: 0.9}}' ||
  fail "a plan of half a million points ended with $?: $(cat err)"
grep -q '^smoke, 524,288 points' out || fail "a large plan says: $(cat out)"

"$clout" sweep "${study[@]}" -o whole >first 2>err || fail "a sweep ended with $?: $(cat err)"
grep -q '^clout: 24 runs in ' err || fail "a sweep says: $(cat err)"
for file in sweep.sqlite responses.csv effects.csv claims.csv variance.csv widths.csv report.txt; do
  [ -s "whole/$file" ] || fail "a sweep left no $file"
done
[ "$(find whole -name '*-wal' -o -name '*.lock' | wc -l)" = 0 ] || fail "a sweep left more than its store: $(ls whole)"
"$clout" sweep "${study[@]}" -o whole >again 2>err || fail "the same sweep again ended with $?"
cmp first again || fail 'the same sweep again prints something else'
[ "$(cat err)" = 'clout: 24 of 24 runs are in whole/sweep.sqlite already' ] || fail "the same again says: $(cat err)"
"$clout" sweep report whole >again 2>err || fail "a report ended with $?"
cmp <(head -n -1 first) again || fail 'a report prints something else than the sweep'
for jobs in 1 3; do
  "$clout" sweep "${study[@]}" -o "jobs$jobs" --jobs $jobs -q >out 2>err || fail "--jobs $jobs ended with $?"
  [ ! -s err ] || fail "-q says: $(cat err)"
  same whole jobs$jobs
done
"$clout" sweep verify whole --sample 4 >out 2>err || fail "verify ended with $?: $(cat err)"
[ "$(cat out)" = '4 of 24 runs lived again: every figure is the same' ] || fail "verify says: $(cat out)"
"$clout" sweep status whole --json >out 2>err || fail "status ended with $?"
if command -v python3 >/dev/null; then
  python3 - out <<'PYTHON' || fail "status --json: $(cat out)"
import json, sys
status = json.load(open(sys.argv[1]))
assert (status["runs"], status["done"], status["failed"], status["pending"]) == (24, 24, 0, 0), status
assert (status["points"], status["fewest_worlds"], status["most_worlds"]) == (3, 8, 8), status
assert status["errors"] == [], status
PYTHON
fi

# The report that is kept is that of the store as it is and of this width, or none; without tables none either.
cp -r whole asks && rm asks/claims.csv
"$clout" sweep "${study[@]}" -o asks >again 2>err && [ -s asks/claims.csv ] ||
  fail 'a table that was removed stays away'
cmp <(head -n -1 first) <(head -n -1 again) || fail 'with a table that was removed it prints something else'
"$clout" sweep "${study[@]}" -o asks --set 'sweep.responses=[{name: mine, measure: gain_circles}]' >again 2>err
grep -q '^mine ' again || fail "other responses of the same points: $(cat again)"

# ---- more of it: extend, until; another scenario is another sweep ----

expect 4 'was planned with fewer runs (6 of the 30 asked for are not in its design); `clout sweep extend` adds them' \
  "${small[@]}" --vary value.theta=0.2,0.5,0.8 --worlds 10 -o whole
expect 4 '`clout sweep extend` adds' "${small[@]}" --vary value.theta=0.1,0.2,0.5,0.8 --worlds 8 -o whole
expect 4 'was made by another scenario (smoke ' "${study[@]}" --set horizon=50d -o whole
expect 4 'varies other parameters (value.theta, and this sweep value.theta, horizon)' \
  "${study[@]}" --vary horizon=50d,60d -o whole
same whole jobs1
wider=("${small[@]}" --vary value.theta=0.1,0.2,0.5,0.8 --worlds 10)
"$clout" sweep extend "${wider[@]}" -o jobs1 >out 2>err || fail "extend ended with $?: $(cat err)"
grep -q '^clout: 24 of 40 runs are in jobs1/sweep.sqlite already$' err || fail "extend says: $(cat err)"
grep -q '^clout: 16 runs in ' err || fail "extend lived other runs: $(cat err)"
"$clout" sweep "${wider[@]}" -o wider -q >out 2>err || fail "a wider sweep ended with $?"
same wider jobs1

{
  cat smoke.yaml
  echo 'sweep:'
  echo '  axes: {value.theta: [0.2, 0.8]}'
  echo '  until: {measure: gain_circles, ci_halfwidth: 0.5, worlds_max: 40}'
} >until.yaml
rounds=(until.yaml --set 'scoring.shadow=[]' --set population.agents=60 --worlds 2)
"$clout" sweep "${rounds[@]}" -o until >first 2>err || fail "a sweep with until ended with $?: $(cat err)"
worlds=$(($(landed until) / 2))
[ "$worlds" -gt 3 ] && [ "$worlds" -le 40 ] || fail "until lived $worlds worlds a point"
"$clout" sweep "${rounds[@]}" -o until >again 2>err || fail "until again ended with $?"
cmp first again || fail 'until again prints something else'
# Worlds beyond a round decide nothing: some points have them and some do not when a round is stopped in its middle.
"$clout" sweep extend until.yaml "${rounds[@]:1:4}" --set 'sweep.axes={value.theta: [0.8]}' --worlds 40 -o ahead -q \
  --set sweep.until=~ >out 2>err || fail "one point on many worlds: $(cat err)"
"$clout" sweep "${rounds[@]}" -o ahead -q >out 2>err || fail "until with one point ahead: $(cat err)"
[ "$(landed ahead)" = $((40 + worlds)) ] || fail "until with one point ahead: $(landed ahead) runs, not 40 + $worlds"

# ---- interrupted, killed, resumed ----

"$clout" sweep "${many[@]}" -o undisturbed -q >out 2>err || fail "300 runs ended with $?"
"$clout" sweep "${many[@]}" -o halted >out 2>err &
wait_for halted 10
kill -INT $!
wait $!
[ $? = 130 ] || fail 'an interrupted sweep did not end with 130'
grep -qE '^clout: interrupted; [0-9]+ runs landed in halted/sweep.sqlite, the same command goes on$' err ||
  fail "an interrupted sweep says: $(cat err)"
hit=0
for k in 1 2 3 4 5 6 7 8 9 10; do
  setsid "$clout" sweep "${many[@]}" -o halted -q >out 2>err &
  pid=$!
  sleep "0.$(printf %03d $((50 + RANDOM % 150)))"
  if [ $((k % 2)) = 0 ]; then kill -9 -- "-$pid"; else kill -9 $pid; fi 2>/dev/null
  wait $pid 2>/dev/null
  case $? in
    137) hit=$((hit + 1)) ;;
    0) ;;
    *) fail "a sweep that goes on after a kill: $(cat err)" ;;
  esac
  for _ in $(seq 100); do [ -z "$(of_session $pid)" ] && break; sleep 0.05; done
  [ -z "$(of_session $pid)" ] || fail 'a worker has outlived its sweep by five seconds'
done
[ $hit -ge 4 ] || fail "only $hit of 10 kills hit a sweep"
"$clout" sweep "${many[@]}" -o halted -q >out 2>err || fail "after ten kills: $(cat err)"
same undisturbed halted
"$clout" sweep verify halted --sample 5 >out 2>err || fail "verify after ten kills: $(cat err)"

# ---- two at once; a worker that is killed; the parent's limits ----

setsid "$clout" sweep "${many[@]}" -o two -q --jobs 1 >other 2>&1 &
pid=$!
wait_for two 3
expect 4 "two/sweep.sqlite: is in use by another sweep (process $pid on " "${many[@]}" -o two
for worker in $(of_session $pid); do [ "$worker" = $pid ] || kill -9 "$worker"; done
for _ in $(seq 400); do "$clout" sweep status two | grep -q ', 1 failed,' && break; sleep 0.05; done
kill -INT $pid
wait $pid
"$clout" sweep status two >out 2>err
grep -qF '1 run failed: its process was ended by signal 9 (Killed) (first: point ' out || fail "status says: $(cat out)"
"$clout" sweep "${many[@]}" -o two -q >out 2>err || fail "after a worker was killed: $(cat err)"
same undisturbed two

expect 4 'clout: 24 runs failed; clout sweep status slow says why, the same command tries again' \
  "${study[@]}" -o slow --max-seconds 0.0001
"$clout" sweep status slow | grep -qF '24 runs failed: took longer than 0.0001 s (first: point 0, seed 1)' ||
  fail 'status does not say that runs took too long'
expect 0 'clout: 24 runs in' "${study[@]}" -o slow
same whole slow

# A world that is small enough may live in what its process has of its parent: these are not. No limit holds where a
# sanitizer has its shadow.
hungry=(smoke.yaml --set 'scoring.shadow=[]' --set population.agents=5000 --vary value.theta=0.2,0.5 --worlds 2)
if ! ldd "$clout" | grep -qE 'lib[at]san'; then
  expect 4 'out of memory: a run may have 1 MB' "${hungry[@]}" -o hungry --max-memory 1
  expect 4 'clout: stopped at the first failure; 0 runs landed in hungry/sweep.sqlite, the same command goes on' \
    "${hungry[@]}" -o hungry --max-memory 1 --fail-fast
  expect 4 'hungry/sweep.sqlite: has no run that is done; there is nothing to live again' verify hungry
fi
expect 0 'clout: 4 runs in' "${hungry[@]}" -o hungry

# ---- shards ----

for shard in 1/3 3/3 2/3; do
  "$clout" sweep "${study[@]}" -o shards --shard $shard -q >out 2>err || fail "shard $shard: $(cat err)"
done
[ "$(cat out)" = 'results: shards/parts/2-of-3-attempt-0.sqlite' ] || fail "a shard says: $(cat out)"
expect 4 'clout: shards: holds parts of a sweep that are not joined yet; write clout sweep merge shards' status shards
for added in 24 0; do
  "$clout" sweep merge shards >out 2>err || fail "merge: $(cat err)"
  grep -q "^3 parts merged: $added runs added, $((24 - added)) were there, 0 failed$" out ||
    fail "merge says: $(cat out)"
  same whole shards
done
"$clout" sweep "${study[@]}" -o shards >out 2>err || fail "a sweep after a merge: $(cat err)"
grep -q '24 of 24 runs are in' err || fail "a sweep after a merge says: $(cat err)"
expect 4 'shards/sweep.sqlite: was made by another scenario (smoke ' \
  "${study[@]}" --set horizon=50d -o shards --shard 1/2
"$clout" sweep "${study[@]}" -o shards --shard 1/3 --attempt 1 >out 2>err || fail "another attempt: $(cat err)"
grep -q '^clout: [0-9]* runs in' err && fail 'another attempt lives what has been merged'

"$clout" sweep extend "${wider[@]}" -o shards --plan | grep -q '4 points, 16 runs: ' ||
  fail 'the plan of an extension has other runs than those that are missing'
for shard in 1/2 2/2; do
  "$clout" sweep extend "${wider[@]}" -o shards --shard $shard -q >out 2>err || fail "extend, shard $shard: $(cat err)"
done
[ $(($(landed shards/parts/1-of-2-attempt-0.sqlite) + $(landed shards/parts/2-of-2-attempt-0.sqlite))) = 16 ] ||
  fail 'shards of an extension have lived again what is merged'
"$clout" sweep merge shards >out 2>err || fail "merge of extended shards: $(cat err)"
same wider shards

# More shards than points: every one has runs, and all of them are the sweep.
for shard in 1 2 3 4 5; do
  "$clout" sweep "${study[@]}" -o crowd --shard $shard/5 -q >out 2>err || fail "shard $shard/5: $(cat err)"
  runs=$(landed crowd/parts/$shard-of-5-attempt-0.sqlite)
  [ "$runs" = $((24 / 5)) ] || [ "$runs" = $((24 / 5 + 1)) ] || fail "shard $shard/5 has lived $runs of 24 runs"
done
"$clout" sweep merge crowd >out 2>err || fail "merge of five shards: $(cat err)"
grep -q '^5 parts merged: 24 runs added, 0 were there, 0 failed$' out || fail "merge of five shards says: $(cat out)"
same whole crowd

# ---- faults: where, nothing written ----

expect 2 "clout: --vary 'value.theta': expected PATH=VALUES; write value.theta=" smoke.yaml --vary value.theta -o none
expect 3 'sweep.axes.value.theta: is varied twice; all values in one --vary would do' \
  smoke.yaml --vary value.theta=0.2,0.3 --vary value.theta=0.5,0.6 -o none
expect 2 "clout: --vary 'value.theta=range(0,1)': range takes three numbers" \
  smoke.yaml --vary 'value.theta=range(0,1)' -o none
mkdir bin && printf '#!/bin/sh\necho sbatch: error: no such partition >&2\nexit 1\n' >bin/sbatch && chmod +x bin/sbatch
PATH=$PWD/bin:$PATH expect 4 'slurm/array.sh: is not submitted: sbatch: error: no such partition' \
  "${study[@]}" --slurm -o away
for job in array merge; do bash -n away/slurm/$job.sh || fail "$job.sh is no script"; done
expect 2 'clout: --overwrite: not with --slurm' "${study[@]}" --slurm --overwrite -o none
expect 2 "clout: --shard: expected K/N with K from 1 to N, got '4/3'" "${study[@]}" --shard 4/3 -o none
expect 3 "--vary value.thet=1,2: sweep.value: unknown key 'thet'; did you mean 'theta'?" \
  smoke.yaml --vary value.thet=1,2 -o none
expect 3 '--vary value.theta=0.5,7: sweep.value.theta: 7 is outside [0, 1]' smoke.yaml --vary value.theta=0.5,7 -o none
expect 3 'smoke.yaml:2:1: sweep: there is nothing to vary' smoke.yaml -o none
sed '$a sweep:\n  axes: {value.theta: [0.2, 7]}\n  design: grit' smoke.yaml >faults.yaml
expect 3 "faults.yaml:19:11: sweep.design: 'grit' is not one of grid, zip," faults.yaml -o none
[ ! -e none ] || fail 'a faulty sweep has written something'

# ---- points of a list, and those of a zip, are compared with the first ----

sed '$a sweep:\n  design: list\n  list: [{value.theta: 0.2}, {value.theta: 0.8, horizon: 61d}, {horizon: 62d}]' \
  smoke.yaml >list.yaml
echo '  responses: [{measure: posts}]' >>list.yaml
"$clout" sweep list.yaml -q "${small[@]:1}" --worlds 2 -o list >out 2>err || fail "a list: $(cat err)"
grep -A2 '^less point 0, world by world  posts' out | grep -qE '^ +2  ' || fail "a list has no differences: $(cat out)"
[ "$(grep -c ',point,[0-2],1,' list/effects.csv)" = 3 ] || fail "a list has effects: $(cat list/effects.csv)"
"$clout" sweep "${small[@]}" -q --vary value.theta=0.2,0.8 --vary horizon=60d,62d --design zip --worlds 2 -o zip \
  >out 2>err || fail "a zip: $(cat err)"
grep -q '^less point 0, world by world' out || fail "a zip has no differences: $(cat out)"
"$clout" sweep "${small[@]}" -q --vary value.theta=0.2,0.8 --worlds 2 -o grid >out 2>err || fail "a grid: $(cat err)"
grep -q '^less point 0' out && fail "a grid has differences to a point: $(cat out)"

mkdir empty
for act in status report merge export verify; do
  for place in empty nowhere smoke.yaml; do expect 4 'clout: ' $act $place; done
done
expect 4 'clout: empty: holds no sweep: there is no sweep.sqlite' status empty
expect 4 'clout: empty/parts: holds no parts; write clout sweep merge DIR PART...' merge empty
[ -z "$(ls empty)" ] || fail "what reads a folder has written to it: $(ls empty)"
cp smoke.yaml empty/sweep.sqlite
for option in '' --overwrite; do
  expect 4 'empty/sweep.sqlite: is not a sweep of clout' "${study[@]}" -o empty $option
done
cmp smoke.yaml empty/sweep.sqlite || fail 'a file that is no sweep was overwritten'
if [ "$(id -u)" != 0 ]; then
  mkdir locked && chmod a-w locked
  expect 4 'clout: locked' "${study[@]}" -o locked
fi
exit $failed
