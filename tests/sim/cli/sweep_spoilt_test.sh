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
  cat "$folder/out" "$folder/err" | grep -qF -- "$says" || fail "sweep $*: does not say '$says': $(cat "$folder/out" "$folder/err")"
}
small=(smoke.yaml -q --set 'scoring.shadow=[]' --set population.agents=60 --set horizon=5d)
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

exit $failed
