#!/usr/bin/env bash
# What a sweep does when something is not as it should be: parts that are missing, files that are not its own, runs that
# fail, designs that do not fit, stores that are damaged. Nothing of anybody's is lost, and nothing goes unsaid.
set -u
clout=${CLOUT_BIN:?the program to test}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && chmod -R u+w "$folder" && rm -rf "$folder"' EXIT
cp "${CLOUT_SOURCE_DIR:?}/scenarios/smoke.yaml" .
failed=0
fail() { echo "FAILED: $*"; failed=1; }
expect() {  # CODE SENTENCE ARGUMENT...: `clout sweep` ends with the code and says the sentence
  local want=$1 says=$2 code
  shift 2
  "$clout" sweep "$@" >"$folder/out" 2>"$folder/err"
  code=$?
  [ "$code" = "$want" ] || fail "sweep $*: ended with $code, not $want: $(cat "$folder/err")"
  grep -qF -- "$says" "$folder/out" "$folder/err" ||
    fail "sweep $*: does not say '$says': $(cat "$folder/out" "$folder/err")"
}
small=(smoke.yaml -q --set 'scoring.shadow=[]' --set population.agents=60 --set horizon=28d)
study=("${small[@]}" --vary value.theta=0.2,0.5,0.8 --worlds 2)
tables=(responses.csv effects.csv claims.csv sensitivity.csv variance.csv widths.csv)
expect 0 'results: whole' "${study[@]}" -o whole

# ---- a merge into a folder that is not there ----

mkdir own && cd own || exit 1
for table in "${tables[@]}"; do echo mine >"$table"; done
expect 0 'results: new' merge new ../whole/sweep.sqlite
for table in "${tables[@]}"; do
  [ "$(cat "$table")" = mine ] || fail "a merge into new/ has written over $table of this folder"
  cmp "../whole/$table" "new/$table" || fail "a merge made another new/$table"
done
expect 4 'clout: nowhere/parts: holds no parts; write clout sweep merge DIR PART...' merge nowhere
[ "$(ls -d n* 2>/dev/null)" = new ] || fail "merges have left: $(ls)"
cd .. || exit 1

# ---- parts that never came, are empty or still written to: their runs are missing ----

six="smoke: 4 of 6 runs are done, 0 failed, 2 are missing"
for shard in 1/3 3/3; do expect 0 '' "${study[@]}" -o shards --shard $shard; done
expect 0 'smoke: 2 of 6 runs are done, 0 failed, 4 are missing' status shards/parts/1-of-3-attempt-0.sqlite
: >shards/parts/2-of-3-attempt-0.sqlite
expect 0 "$six" merge shards
grep -q 'parts/2-of-3-attempt-0.sqlite is left out: there is nothing in it' err || fail "an empty part: $(cat err)"
expect 0 "$six" status shards
rm shards/parts/2-of-3-attempt-0.sqlite
expect 0 "$six" merge shards
# A merge of which every part is refused says what is there all the same.
mkdir refused && cp shards/sweep.sqlite refused && cp shards/parts/1-of-3-attempt-0.sqlite cut.sqlite
truncate -s 5000 cut.sqlite
expect 4 'cut.sqlite: is damaged' merge refused cut.sqlite
for line in '0 parts merged: 0 runs added' "$six" 'results: refused'; do
  grep -qF "$line" out || fail "a merge of which every part is refused says: $(cat out)"
done
expect 4 'cut.sqlite: is damaged' merge nothing cut.sqlite
cp shards/parts/1-of-3-attempt-0.sqlite shards/parts/2-of-3-attempt-0.sqlite
truncate -s 5000 shards/parts/2-of-3-attempt-0.sqlite
expect 4 'parts/2-of-3-attempt-0.sqlite: is damaged' merge shards
grep -qF "$six" out || fail "a merge beside a damaged part says: $(cat out)"
expect 0 "$six" status shards
rm shards/parts/2-of-3-attempt-0.sqlite
expect 0 'results: shards' "${study[@]}" -o shards
expect 0 'smoke: 6 of 6 runs are done, 0 failed, 0 are missing' status shards
for sweep in whole shards; do expect 0 '' export $sweep; done
cmp whole/metrics.csv shards/metrics.csv || fail 'what was missing in a merge is lived with other figures'

# The two jobs that --slurm submits; the second task dies at once.
mkdir bin && printf '#!/bin/sh\necho 7\n' >bin/sbatch && chmod +x bin/sbatch
PATH=$PWD/bin:$PATH expect 0 'job 7 (array of 3), then job 7 (merge)' "${study[@]}" -o spread --slurm --tasks 3
for task in 0 2; do
  SLURM_ARRAY_TASK_ID=$task bash spread/slurm/array.sh >out 2>err || fail "task $task: $(cat err)"
done
bash spread/slurm/merge.sh >out 2>err || fail "the merge of an array: $(cat err)"
grep -qF "$six" out || fail "the merge of an array of which one task died says: $(cat out)"

# ---- sweep.until: a run that fails is tried once ----

{
  cat smoke.yaml
  echo 'sweep:'
  echo '  axes: {value.theta: [0.2, 0.8]}'
  echo '  until: {measure: gain_circles, ci_halfwidth: 0.001, worlds_max: 20}'
} >until.yaml
expect 0 'until   worlds are added where gain_circles is not known within 0.001, up to 20 at a point: at most 40 runs' \
  until.yaml "${small[@]:2}" --worlds 2 -o slow --plan
"$clout" sweep until.yaml "${small[@]:2}" --worlds 2 -o slow --max-seconds 0.0001 >out 2>err
grep -qF 'clout: 40 runs failed;' err || fail "until with 2 points, 20 worlds and runs that fail: $(cat err)"

# ---- data files that change ----

for k in $(seq 0 59); do echo "$k,$(((k + 1) % 60))"; echo "$k,$(((k * 7 + 3) % 60))"; done >links.csv
sed 1,20d links.csv >fewer.csv
# An edge list of the scenario takes the place of what the network was drawn from.
sed 's/^population: .*/population: {network: {kind: edge_list, direction: source_follows_target, file: links.csv}}/' \
  smoke.yaml >linked.yaml
files=(linked.yaml -q --set 'scoring.shadow=[]' --set horizon=28d)
varied=("${files[@]}" --vary population.network.file=links.csv,fewer.csv --worlds 2)
expect 0 'results: linked' "${varied[@]}" -o linked
sed -i 1,3d fewer.csv
for act in '' extend; do expect 4 'was planned with another design (1 of its 2 points are not' $act "${varied[@]}" -o linked; done
# While a sweep lives: what is lived after that has failed, and is lived when the file is put back.
cp links.csv links.kept
rounds=("${files[@]}" --vary value.theta=0.2,0.8 --worlds 50 --jobs 1)
changed_while_lived() {  # FOLDER COMMAND...: lives a sweep there, and calls the command when a run has landed
  local store=$1 sweep
  shift
  "$clout" sweep "${rounds[@]}" -o "$store" >out 2>err &
  sweep=$!
  for _ in $(seq 1200); do
    "$clout" sweep status "$store" 2>/dev/null | grep -qE ' [1-9][0-9]* of 100 runs are done' && break
    sleep 0.05
  done
  "$@"
  wait "$sweep"
  [ $? = 4 ] || fail "a sweep whose data changed ended otherwise: $(cat err)"
  "$clout" sweep status "$store" >out
}
changed_while_lived changing sed -i 1,3d links.csv
grep -q 'runs failed: a file that its scenario names has changed since the sweep was begun; put it back, or' out ||
  fail "runs whose data changed: $(cat out)"
cp links.kept links.csv
expect 0 'results: changing' "${rounds[@]}" -o changing
expect 0 '20 of 100 runs lived again: every figure is the same' verify changing --sample 20
changed_while_lived gone rm links.csv
grep -q 'failed: .*links.csv.*cannot be .* (first: point ' out && ! grep -qF '\n' out ||
  fail "what runs say whose data are gone is no line: $(cat out)"

# ---- files of somebody else ----

mkdir foreign && echo mine >foreign/notes.txt
for act in '' extend; do
  expect 4 'clout: foreign: is not empty and not the folder of a sweep; name another folder' \
    $act "${study[@]}" -o foreign
done
expect 4 'clout: foreign: is not empty and not' "${study[@]}" -o foreign --overwrite
expect 4 'clout: foreign: is not empty and not' "${study[@]}" -o foreign --shard 1/2
expect 4 'clout: foreign: is not empty and not' merge foreign whole
[ "$(ls foreign)" = notes.txt ] || fail "a folder of somebody else has now: $(ls foreign)"
cp -r whole mixed && rm mixed/metrics.csv && echo mine >mixed/metrics.csv
for act in export report; do expect 4 'clout: mixed/metrics.csv: is not a table of a sweep' $act mixed; done
expect 4 'clout: mixed/metrics.csv: is not a table of a sweep, and one would be written over it; move it away' \
  "${study[@]}" -o mixed
[ "$(cat mixed/metrics.csv)" = mine ] || fail 'an export has written over a file of somebody else'

# ---- runs that fail: 4, when all else is done ----

late=(--max-seconds 0.0001)
expect 4 'clout: 6 runs failed; clout sweep status none says why, the same command tries again' \
  "${study[@]}" -o none "${late[@]}"
[ -s none/responses.csv ] || fail 'a sweep of which all runs failed leaves no tables'
expect 4 'clout: 2 runs failed; clout sweep status parted/parts/1-of-3-attempt-0.sqlite says why' \
  "${study[@]}" -o parted --shard 1/3 "${late[@]}"
for shard in 2/3 3/3; do expect 0 'results: parted/parts/' "${study[@]}" -o parted --shard $shard; done
expect 4 'clout: 2 runs failed; the command of the sweep tries again' merge parted
grep -qF 'smoke: 4 of 6 runs are done, 2 failed, 0 are missing' out || fail "a merge with failed runs says: $(cat out)"
grep -qF 'results: parted' out || fail 'a merge with failed runs ends before its end'
expect 0 'results: parted' "${study[@]}" -o parted
expect 0 'smoke: 6 of 6 runs are done, 0 failed, 0 are missing' merge parted

# ---- designs that do not fit together ----

sample=("${small[@]}" --vary 'value.theta=uniform(0.1,0.9)' --vary 'mechanisms.message.e_online=uniform(0.1,0.9)'
  --worlds 1 --set sweep.seed=3)
expect 0 '' "${sample[@]}" --design morris --points 2 -o morris
for other in 'random --points 8' 'sobol --points 8' 'latin_hypercube --points 8' 'saltelli --points 2'; do
  expect 4 'morris/sweep.sqlite: was planned with another design (6 of its 6 points are not in this one)' \
    extend "${sample[@]}" --design $other -o morris
done
expect 4 'points are not in this one)' extend "${sample[@]}" --design morris --points 2 --set sweep.seed=4 -o morris
expect 0 '6 points, 1 to 1 worlds at each' status morris
expect 0 'results: morris' extend "${sample[@]}" --design morris --points 4 -o morris
expect 0 '12 points, 1 to 1 worlds at each' status morris
expect 0 'results: morris' "${sample[@]}" --design morris --points 2 -o morris
[ "$(grep -c ,mu, morris/sensitivity.csv)" = 8 ] || fail 'the tables of a larger design are not by the larger design'
expect 4 'morris/sweep.sqlite: was planned with another design; name another folder' \
  "${sample[@]}" --design random --points 8 -o morris --shard 1/2
[ ! -e morris/parts ] || fail 'a shard of another design has begun'
expect 0 '' "${sample[@]}" --design latin_hypercube --points 8 -o cube
expect 4 'points are not in this one)' extend "${sample[@]}" --design latin_hypercube --points 9 -o cube
expect 4 'was planned with another design (8 of its 8 points are not in mix/sweep.sqlite, which has others)' \
  merge mix morris cube

# ---- a damaged figure is in no table ----

if command -v python3 >/dev/null; then
  cp -r whole damaged && rm damaged/*.csv
  python3 - <<'PYTHON'
import sqlite3
store = sqlite3.connect("damaged/sweep.sqlite")
store.execute("UPDATE metrics SET value = value + 1 WHERE run = 3 AND measure = 5")
store.commit()
PYTHON
  for act in report export verify; do
    expect 4 'is damaged (figures of run 3 are not what was written)' $act damaged
  done
  expect 4 'is damaged (figures of run 3 are not what was written)' "${study[@]}" -o damaged
  [ -z "$(ls damaged | grep csv)" ] || fail "tables of a damaged store: $(ls damaged)"
  # What was said of a sound store is said again, as long as it and the tables are what they were.
  cp whole/*.csv damaged
  expect 0 'results: damaged' "${study[@]}" -o damaged
  expect 0 'results: whole' "${study[@]}" -o whole
  sed 's/^results: whole$/results: damaged/' out >said
  "$clout" sweep "${study[@]}" -o damaged >out 2>err || fail "with a kept report: $(cat err)"
  cmp said out || fail "a kept report says: $(cat out)"
  for file in report.txt claims.csv; do
    sed -i '$s/[0-9]/7/g' damaged/$file
    expect 4 'is damaged (figures of run 3 are not what was written)' "${study[@]}" -o damaged
    cp whole/$file damaged
  done
  rm said
fi

# ---- --overwrite leaves nothing of the sweep before ----

cp -r whole over
expect 0 '' export over
expect 0 'results: over' "${study[@]}" -o over --overwrite --set horizon=29d
[ ! -e over/runs.csv ] && [ ! -e over/metrics.csv ] || fail "--overwrite leaves an export of before: $(ls over)"
expect 2 'clout: --overwrite: deletes what extend is to keep; leave one out' extend "${study[@]}" -o over --overwrite
expect 0 '6 of 6 runs' status over

# ---- measures, strategies and cohorts that nobody has ----

until_of() { sed "s/  until: .*/  until: {$1, worlds_max: 5}/" until.yaml >asked.yaml; }
until_of 'measure: gain_circle, ci_halfwidth: 0.1'
expect 0 "sweep.until: no run that is done has gain_circle of ALL (background); did you mean 'gain_circles'?" \
  asked.yaml "${small[@]:1}" --worlds 2 -o asked
[ "$("$clout" sweep status asked | grep -c ' 2 to 2 worlds at each')" = 1 ] || fail 'worlds were added in vain'
until_of 'measure: gain_circles, ci_halfwidth: 1e-9'
expect 0 'sweep.until: known well enough at 0 of 2 points; a larger worlds_max goes on' \
  asked.yaml "${small[@]:1}" --worlds 2 -o asked
until_of 'measure: gain_circles, ci_halfwidth: 100'
expect 0 'sweep.until: known well enough at all points' asked.yaml "${small[@]:1}" --worlds 2 -o asked
until_of 'measure: gain_circles, strategy: nobody, ci_halfwidth: 0.1'
expect 3 "asked.yaml:$(wc -l <asked.yaml):44: sweep.until.strategy: 'nobody' is no strategy of any point; there" \
  asked.yaml "${small[@]:1}" --worlds 2 -o unasked

# Shards cannot know of a whole round; a merge says how far the points are, and extend goes on, in shards and without.
until_of 'measure: gain_circles, ci_halfwidth: 1e-9'
goes_on='sweep.until: known well enough at 0 of 2 points; clout sweep extend with more --worlds goes on'
for worlds in 2 3; do
  for shard in 1/2 2/2; do
    said="sweep.until: a shard lives as many worlds as it is told; how far that is, clout sweep merge rounds says"
    expect 0 "$said" $([ $worlds = 2 ] || echo extend) asked.yaml "${small[@]:1}" -o rounds \
      --worlds $worlds --shard $shard
  done
  expect 0 "$goes_on" merge rounds
  expect 0 "2 points, $worlds to $worlds worlds at each" status rounds
done
expect 0 'sweep.until: known well enough at 0 of 2 points; a larger worlds_max goes on' \
  extend asked.yaml "${small[@]:1}" --worlds 4 -o rounds
expect 0 '2 points, 5 to 5 worlds at each' status rounds

expect 0 "nope of ALL: no run that is done has nope of ALL (background)" "${study[@]}" -o whole \
  --set 'sweep.responses=[{measure: nope}, {measure: gain_circles}]'

# ---- options for sbatch are words, not commands ----

printf '#!/bin/sh\nfor word; do echo "<$word>" >>said; done\necho 7\n' >bin/sbatch
PATH=$PWD/bin:$PATH expect 0 'job 7 (array of 2)' "${study[@]}" -o words \
  --slurm='--constraint=intel&gpu --licenses=a;touch${IFS}x --comment="a b"'
[ "$(sed -n 2,4p said | tr '\n' ' ')" = '<--constraint=intel&gpu> <--licenses=a;touch${IFS}x> <--comment=a b> ' ] ||
  fail "sbatch was given: $(cat said)"
[ ! -e x ] || fail 'an option for sbatch has been run as a command'
PATH=$PWD/bin:$PATH expect 0 'No run is missing and nothing is submitted' "${study[@]}" -o whole --slurm --tasks 2
# An array that is submitted without its merge is told of.
printf '#!/bin/sh\ncase $* in *merge.sh) echo full >&2; exit 1;; esac\necho 42\n' >bin/sbatch
PATH=$PWD/bin:$PATH expect 4 'merge.sh: is not submitted: full; the array is submitted, as job 42: write clout sweep merge' \
  "${study[@]}" -o half%j --slurm --tasks 2
grep -q "^#SBATCH --output='.*/half%%j/slurm/array-%A_%a.log'$" half%j/slurm/array.sh ||
  fail "a folder with a % in its name: $(cat half%j/slurm/array.sh)"
printf '#!/bin/sh\nfor word; do echo "<$word>" >>said; done\necho 7\n' >bin/sbatch
expect 2 'clout: --slurm: quotes are not closed' "${study[@]}" -o words --slurm="--comment='a"
expect 2 'clout: --slurm: every task reads the scenario again, and /dev/stdin can be read but once' \
  /dev/stdin --slurm -o words < <(cat smoke.yaml)

[ "$(sed '1,/^<--parsable>$/d' said | grep -c '^<--dependency=afterany:7>$')" = 1 ] &&
  ! sed -n '2,/^<--parsable>$/p' said | grep -q dependency || fail "the merge does not wait for the array: $(cat said)"

# What is asked of the runs is asked of the tasks.
PATH=$PWD/bin:$PATH expect 0 'job 7 (array of 2)' "${study[@]}" -o limits --slurm --max-seconds 0.0001 \
  --max-memory 900 --fail-fast
grep -qF "'--max-seconds' '0.0001' '--max-memory' '900' '--fail-fast'" limits/slurm/array.sh ||
  fail "the script of the array: $(cat limits/slurm/array.sh)"
SLURM_ARRAY_TASK_ID=0 bash limits/slurm/array.sh >out 2>err
[ $? = 4 ] && grep -qF 'clout: stopped at the first failure; 0 runs landed in' err ||
  fail "a task with --fail-fast: $(cat out err)"
expect 0 'failed: took longer than 0.0001 s' status limits/parts/1-of-2-attempt-0.sqlite
if ! ldd "$clout" | grep -qE 'lib[at]san'; then  # no limit holds where a sanitizer has its shadow
  PATH=$PWD/bin:$PATH expect 0 'job 7 (array of 2)' "${study[@]}" --set population.agents=5000 -o hungry --slurm \
    --max-memory 1
  SLURM_ARRAY_TASK_ID=0 bash hungry/slurm/array.sh >out 2>err
  expect 0 'failed: out of memory: a run may have 1 MB' status hungry/parts/1-of-2-attempt-0.sqlite
fi

# ---- verify: a figure that differs, a store of another version ----

if command -v python3 >/dev/null; then
  cp -r whole tampered && cp -r whole older
  python3 - <<'PYTHON'
import sqlite3
import struct
import zlib

store = sqlite3.connect("tampered/sweep.sqlite")
store.execute("UPDATE metrics SET value = value + 1 WHERE run = 3 AND measure = 5")
checksum = 0  # as it would be had the figure been so
for measure, value in store.execute("SELECT measure, value FROM metrics WHERE run = 3 ORDER BY measure"):
    checksum = zlib.crc32(struct.pack("<qd", measure, value), checksum)
store.execute("UPDATE runs SET crc = ? WHERE run = 3", (checksum,))
store.commit()
name = store.execute("SELECT point, seed, measures.measure || ' of ' || strategy || ' (' || cohort || ', ' || unit || "
                     "') is ' FROM runs JOIN points USING (setting), measures WHERE run = 3 AND id = 5").fetchone()
open("differs", "w").write("clout: point {}, seed {}: {}".format(*name))
older = sqlite3.connect("older/sweep.sqlite")
older.execute("UPDATE meta SET value = '0.0.1' WHERE key = 'version'")
older.commit()
PYTHON
  expect 1 "$(cat differs)" verify tampered
  [ "$(cat out)" = '6 of 6 runs lived again: 1 differ' ] || fail "verify of a store with another figure: $(cat out)"
  expect 4 'clout: older/sweep.sqlite: was made by version 0.0.1 and this is ' verify older
  grep -q ': its runs cannot be lived again$' err || fail "verify of a store of another version: $(cat err)"
fi

# ---- verify with another data file than then ----

printf '1,2\n2,3\n3,1\n4,1\n' >follows.csv
data=(smoke.yaml -q --set 'scoring.shadow=[]' --set horizon=28d --vary value.theta=0.2,0.8 --worlds 1
  --set 'population.network={kind: edge_list, file: follows.csv, direction: source_follows_target}'
  --set 'population.agents=4')
expect 0 'results: data' "${data[@]}" -o data
expect 0 '2 of 2 runs lived again: every figure is the same' verify data
echo 4,2 >>follows.csv
expect 4 "clout: data/sweep.sqlite: was lived with other data: $PWD/follows.csv has changed since" \
  verify data
rm follows.csv
expect 4 'clout: data/sweep.sqlite: has a scenario that cannot be read any more: population.network.file: ' verify data
grep -qE ':1:|\\n' err && fail "a data file that is gone: $(cat err)"

# ---- what a killed export leaves; a store on a disk that is not there ----

cp -r whole torn
head -c 1000 /dev/zero >"torn/.clout-tmp-$(uname -n | tr - _)-4194303-0-runs.csv"
expect 0 'torn/runs.csv' export torn
[ -z "$(ls -A torn | grep tmp)" ] || fail "an export leaves what a killed one has left: $(ls -A torn)"
mkdir unplugged && ln -s "$PWD/away/sweep.sqlite" unplugged/sweep.sqlite
expect 4 "unplugged/sweep.sqlite: is a link to $PWD/away/sweep.sqlite, which is not there" "${study[@]}" -o unplugged
[ -L unplugged/sweep.sqlite ] || fail 'a link to a store elsewhere has been replaced'

exit $failed
