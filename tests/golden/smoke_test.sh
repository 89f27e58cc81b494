#!/usr/bin/env bash
# A run of scenarios/smoke.yaml gives the figures of tests/golden/smoke, byte for byte: they change only on purpose.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
"$clout" run "$source/scenarios/smoke.yaml" --seed 1 -o "$folder/run" --quiet >/dev/null </dev/null || exit 1
/usr/bin/python3 "$source/tests/golden/digest_tables.py" "$folder/run" "$folder/now" || exit 1
failed=0
for file in summary.csv daily.csv likeness.csv agents.sha256; do
  cmp "$source/tests/golden/smoke/$file" "$folder/now/$file" && continue
  failed=1
  diff "$source/tests/golden/smoke/$file" "$folder/now/$file" | head -10
done
[ $failed = 0 ] || echo "the figures of smoke.yaml have changed; if they were meant to: tests/golden/update 'why'"
exit $failed
