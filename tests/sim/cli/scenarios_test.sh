#!/usr/bin/env bash
# Every scenario of scenarios/ runs: a world of 60 people, each of its arms too, for as long as it says (scores have to
# remember), and without the plausible box, whose points are scenarios of their own. The network of congress.yaml brings
# its own people.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

small=(--worlds 1 --set population.agents=60 --set 'plausible={}' --set output.agents=true -q)
ran=0
for scenario in "$source"/scenarios/*.yaml; do
  name=$(basename "$scenario" .yaml)
  "$clout" run "$scenario" "${small[@]}" -o "$name" >out 2>err </dev/null ||
    { fail "$name.yaml ended with $?: $(head -3 err)"; continue; }
  ran=$((ran + 1))
  grep -q "^results: $name\$" out || fail "$name.yaml does not say where its results are"
  agents=60
  [ "$name" != congress ] || agents=475
  arms=$("$clout" check "$scenario" "${small[@]:0:6}" 2>/dev/null | sed -n 's/^#   \([0-9]*\) arms of .*/\1/p')
  landed=0
  for run in "$name" "$name"/arms/*/; do
    [ -f "$run/manifest.json" ] || continue
    landed=$((landed + 1))
    for table in summary.csv likeness.csv; do
      [ "$(wc -l <"$run/$table")" -gt 10 ] || fail "$name.yaml left no $run/$table"
    done
    rows=$("$clout" export "$run" | wc -l)
    [ "$rows" = $((agents + 1)) ] || fail "$run has $rows lines of agents, not $((agents + 1))"
  done
  [ "$landed" = "${arms:-1}" ] || fail "$name.yaml has ${arms:-1} arms, itself included, and $landed landed"
done
[ "$ran" -ge 4 ] || fail "only $ran scenarios ran"
exit $failed
