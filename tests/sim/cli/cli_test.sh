#!/usr/bin/env bash
# The program from outside: exit codes, what goes to stdout and what to stderr, and that faults leave nothing behind.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
mkdir work && cd work || exit 1
failed=0

# expect CODE STDOUT STDERR COMMAND...: STDOUT and STDERR are patterns of the whole text; '' = nothing
expect() {
  local code=$1 out=$2 err=$3 got
  shift 3
  "$@" >../out 2>../err </dev/null
  got=$?
  if [ $got != "$code" ]; then echo "FAILED: $* ended with $got, not $code"; cat ../err; failed=1; fi
  check stdout "$out" ../out "$*"
  check stderr "$err" ../err "$*"
}
check() {
  if [ -z "$2" ]; then
    [ ! -s "$3" ] || { echo "FAILED: $4 wrote to $1:"; head -5 "$3"; failed=1; }
  else
    grep -q -- "$2" "$3" || { echo "FAILED: $4: no '$2' in $1:"; head -5 "$3"; failed=1; }
  fi
}
nothing_written() { [ -z "$(ls -A)" ] || { echo "FAILED: $1 left $(ls -A)"; failed=1; rm -rf ./*; }; }

expect 2 '' '^usage: clout run' "$clout"
expect 0 '^usage: clout run' '' "$clout" --help
for verb in run check models compare; do expect 0 "^usage: clout $verb" '' "$clout" $verb --help; done
expect 0 '^clout [0-9.]*+[^ ]' '' "$clout" --version
version=$(sed 's/^clout //' ../out)
expect 2 '' "did you mean 'run'" "$clout" rnu
expect 2 '' 'expected a whole number from 1 to ' "$clout" run "$source/scenarios/smoke.yaml" --threads=-1
expect 2 '' 'o: a value is missing before --quiet' "$clout" run "$source/scenarios/smoke.yaml" -o --quiet
expect 2 '' 'missing before --seed' "$clout" run "$source/scenarios/smoke.yaml" --worlds --seed 3
expect 0 '^klout ' '' "$clout" models
expect 0 'LogUniform' '' "$clout" models message
expect 2 '' 'nothing is called' "$clout" models nobody

expect 4 '' 'nowhere.yaml: cannot be read: No such file' "$clout" run nowhere.yaml
expect 4 '' 'cannot be read: it is a folder' "$clout" check "$folder"
mkfifo ../pipe.yaml
expect 4 '' 'pipe.yaml: cannot be read: it is a named pipe, and nobody may ever write to it; ' timeout 20 "$clout" run ../pipe.yaml
through_a_pipe() { "$clout" check <(cat "$source/scenarios/smoke.yaml"); }
expect 0 '^# plan' '' through_a_pipe
through_stdin() { cat "$source/scenarios/smoke.yaml" | "$clout" check /dev/stdin; }
expect 0 '^# plan' '' through_stdin
expect 3 '' '^--set scoring.visible=klot: ' "$clout" run "$source/scenarios/smoke.yaml" --set scoring.visible=klot
printf 'schema: 1\nhorizon: 10\n' >../bad.yaml
expect 3 '' '^../bad.yaml:2:10: horizon: ' "$clout" run ../bad.yaml -o results
expect 3 '' '^../bad.yaml:2:10: horizon: ' "$clout" check ../bad.yaml
printf 'schema: [1\n' >../bad.yaml
expect 3 '' '^../bad.yaml:[0-9]*:[0-9]*: not YAML' "$clout" run ../bad.yaml
nothing_written 'a refused scenario'

# The resolved scenario is itself a scenario, and resolves to itself.
for scenario in "$source"/scenarios/*.yaml; do
  message=''
  if [ "${scenario##*/}" = congress.yaml ]; then message='13,290 lines, 13,289 edges among 475 agents; left out: 1 header$'; fi
  expect 0 '^# plan' "$message" "$clout" check "$scenario"
  grep -v '^#' ../out >../resolved.yaml
  expect 0 '^# plan' "$message" "$clout" check ../resolved.yaml
  grep -v '^#' ../out >../again.yaml
  cmp -s ../resolved.yaml ../again.yaml || { echo "FAILED: $scenario resolves to something else the second time"; failed=1; }
done
nothing_written check

# A row of a data file that does not fit because of a --set is a fault of the --set; one that is wrong anyway is not.
printf 'role,city\nexecutive,3\n' >../people.csv
printf 'schema: 1\npopulation: {file: people.csv}\n' >../people.yaml
one_role='population.roles=[{name: ordinary, share: 1}]'
expect 0 '^# plan' '' "$clout" check ../people.yaml
expect 3 '' "^--set population.roles=.*: population.file.role: /.*/people.csv:2:1: no role has the name 'executive'$" \
  "$clout" check ../people.yaml --set worlds.count=2 --set "$one_role" --set value.theta=0.4
expect 3 '' '^--set population.cities=2: population.file.city: /.*/people.csv:2:11: ' "$clout" check ../people.yaml --set population.cities=2
printf 'role,city\nnobody,3\n' >../people.csv
expect 3 '' '^/.*/people.csv:2:1: population.file.role: ' "$clout" check ../people.yaml --set population.cities=2
expect 3 '' '^/.*/people.csv:2:1: population.file.role: ' "$clout" check "$source/scenarios/smoke.yaml" --set population.file="$folder/people.csv"
printf 'role,city\nexecutive,3\n' >../people.csv
printf 'arms: [{name: small, set: {population.cities: 2}}]\n' >>../people.yaml
expect 3 '' '^/.*/people.csv:2:11: arms.small.population.file.city: ' "$clout" check ../people.yaml
nothing_written 'a refused data file'

# A run: results on stdout, messages on stderr unless quiet; again it only prints; repeated it gives the same bytes.
smoke=$source/scenarios/smoke.yaml
expect 0 '^results: ../first$' '' "$clout" run "$smoke" -o ../first --quiet
grep -qF "\"version\": \"$version\"" ../first/manifest.json || { echo "FAILED: --version is not that of the manifest"; failed=1; }
expect 0 '"complete": true' '2 of 2 worlds are in ../first already' "$clout" run "$smoke" -o ../first --json
expect 0 '^results: ../second$' '' "$clout" run ../first/scenario.resolved.yaml -o ../second -q --threads 1
for file in scenario.resolved.yaml summary.csv daily.csv likeness.csv worlds/0001/agents.npz; do
  cmp "../first/$file" "../second/$file" || { echo "FAILED: the resolved scenario gave another $file"; failed=1; }
done
expect 4 '' '../first' "$clout" run "$smoke" -o ../first --set horizon=61d
expect 0 '^results: runs/smoke-' '2 worlds in' "$clout" run "$smoke"
rm -rf runs
red=$(printf '../red\033[31m')
expect 0 '^results: ../red\\x1b\[31m$' '2 worlds in' "$clout" run "$smoke" -o "$red"
expect 0 '"complete": true' '2 of 2 worlds are in ../red\\x1b\[31m already' "$clout" run "$smoke" -o "$red" --json

# Two runs side by side: the same seeds in pairs, the scenario's change first.
expect 0 '^results: ../changed$' '' "$clout" run "$smoke" -o ../changed -q --set mechanisms.react.on=false
expect 0 '^mechanisms.react.on  *true  *false' '' "$clout" compare ../first ../changed -o ../both.csv
expect 0 '^2 worlds are paired by seed' '' "$clout" compare ../first ../changed
expect 0 '"kind": "paired"' '' "$clout" compare ../first ../changed --json
expect 4 '' 'both.csv: is there already; --overwrite' "$clout" compare ../first ../changed -o ../both.csv
expect 4 '' 'is not the folder of a run' "$clout" compare ../first .
rows=$(($(wc -l <../both.csv))) summary=$(($(wc -l <../first/summary.csv)))
[ "$rows" -gt 20 ] && [ "$rows" -le "$summary" ] || { echo "FAILED: $rows lines compared of $summary"; failed=1; }
expect 0 '^results: ../none$' '' "$clout" run "$smoke" -o ../none -q --set burn_in=0d --set horizon=0d --set scoring='{visible: none}' --set probes.share=0

# A pipe in place of a file of a run is refused, and nobody waits for who writes to it.
for file in manifest.json worlds/0001/measures.csv worlds/0001/checksums.csv; do
  mv ../first/$file ../kept && mkfifo ../first/$file
  expect 4 '' "../first/$file: cannot be read: it is no regular file" timeout 20 "$clout" compare ../first ../changed
  expect 4 '' "../first/$file: cannot be read: it is no regular file" timeout 20 "$clout" run "$smoke" -o ../first
  rm ../first/$file && mv ../kept ../first/$file
done

# Fewer worlds lose none, and it is said; a damaged world is named and can be lived again.
expect 0 'mean over 1 world' '1 more in ../first were not asked for; they are kept' "$clout" run "$smoke" -o ../first --worlds 1
[ -f ../first/worlds/0002/measures.csv ] || { echo 'FAILED: fewer worlds lost one'; failed=1; }
expect 0 'mean over 2 worlds' '' "$clout" run "$smoke" -o ../first -q
cmp ../first/summary.csv ../second/summary.csv || { echo 'FAILED: the worlds came back with another summary'; failed=1; }
truncate -s 100 ../first/worlds/0002/agents.npz
expect 4 '' '../first/worlds/0002/agents.npz: has 100 bytes, the run left [0-9]*; delete' "$clout" run "$smoke" -o ../first
rm -r ../first/worlds/0002
expect 0 'mean over 2 worlds' '' "$clout" run "$smoke" -o ../first -q
cmp ../first/worlds/0002/agents.npz ../second/worlds/0002/agents.npz || { echo 'FAILED: world 2 came back as another'; failed=1; }

# What cannot be is named before the simulation.
printf 'x' >../file && mkdir ../foreign && printf 'x' >../foreign/thesis.tex
expect 4 '' 'file: is not a folder$' "$clout" run "$smoke" -o ../file
expect 4 '' 'file: is not a folder$' "$clout" run "$smoke" -o ../file/below
expect 4 '' '../foreign: is not empty and not a run of clout; name another' "$clout" run "$smoke" -o ../foreign --overwrite
expect 4 '' 'of memory and this machine has' "$clout" run "$smoke" -o ../huge --set population.agents=2000000000
[ ! -e ../huge ] || { echo 'FAILED: a run that is too large made a folder'; failed=1; }
nothing_written 'a refused folder'

# With a data file: the folder's name is the same wherever scenario and data lie, and the resolved scenario runs again from
# anywhere.
short=(-q --worlds 1 --set burn_in=0d --set horizon=3d --set 'scoring={visible: none}')
mkdir -p ../moved ../elsewhere && cp -r "$source/scenarios/congress.yaml" "$source/scenarios/data" ../moved
congress() { "$clout" run "$1" "${short[@]}" 2>&1 | sed -n 's/^results: //p'; }
here=$(congress "$source/scenarios/congress.yaml")
moved=$(cd ../moved && congress congress.yaml)
again=$(cd ../elsewhere && congress "../moved/$moved/scenario.resolved.yaml")
if [ -z "$here" ] || [ "$moved" != "$here" ] || [ "$again" != "$here" ]; then
  echo "FAILED: congress.yaml runs in $here, moved in $moved, resolved in $again"; failed=1
fi
for file in summary.csv worlds/0001/agents.npz; do
  cmp "$here/$file" "../moved/$moved/$file" || { echo "FAILED: congress.yaml elsewhere gave another $file"; failed=1; }
done
# Its horizon has no window of gain, so there is none, and that is said; what connections are worth is there.
"$clout" run "$source/scenarios/congress.yaml" "${short[@]}" |
  grep -qxF 'Gain is left out: it is the mean of the last 28 days, and the horizon is 3.' ||
  { echo 'FAILED: it is not said that there is no gain'; failed=1; }
if grep -q ',gain_' "$here/summary.csv" || ! grep -q ',value_' "$here/summary.csv"; then
  echo 'FAILED: a gain of three days, or no value'; failed=1
fi
diff -r -x manifest.json "../moved/$moved" "../elsewhere/$again" || { echo 'FAILED: the resolved congress.yaml gave something else'; failed=1; }
rm -rf runs

# A killed run keeps what was noted of its finished worlds.
noted() { tr -d ' \n' <../killed/manifest.json | grep -o '"seed":1,"seconds":[0-9.]*'; }
"$clout" run "$smoke" -o ../killed -q --worlds 500 --threads 1 >../out 2>../err &
for _ in $(seq 600); do noted >../note 2>/dev/null && break; sleep 0.1; done
kill -9 $! && wait $! 2>/dev/null
first=$(noted)
[ -n "$first" ] || { echo 'FAILED: the manifest of a killed run does not say what its first world took'; failed=1; }
last=$(find ../killed/worlds -name '0*' | wc -l)
expect 0 '^results: ../killed$' '' "$clout" run "$smoke" -o ../killed -q --worlds $((last + 1))
[ "$(noted)" = "$first" ] || { echo "FAILED: what world 1 took was $first and is $(noted)"; failed=1; }
grep -A1 "\"seed\": $((last + 1))," ../killed/manifest.json | grep -q '"seconds": [0-9.]*[1-9]' ||
  { echo 'FAILED: the manifest does not say what the last world took'; failed=1; }

if [ -w /dev/full ]; then
  "$clout" models >/dev/full 2>../err
  [ $? = 4 ] || { echo 'FAILED: a full disk behind stdout was not noticed'; failed=1; }
fi

# A closed stdout may not become the number of another file.
"$clout" run "$smoke" -o ../closed >&- 2>../err
[ $? = 4 ] || { echo 'FAILED: a closed stdout was not noticed'; failed=1; }
[ -s ../closed/.lock ] && { echo 'FAILED: the summary was written into the lock'; failed=1; }
exit $failed
