#!/usr/bin/env bash
# sim/run when everything is built: from any directory it only runs, and passes on arguments, output and exit code.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
[ "$clout" -ef "$source/build/release/clout" ] || { echo 'left out: sim/run: the release preset is tested elsewhere'; exit 77; }
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

# same CODE ARGUMENTS...: sim/run says and leaves with what `clout` does; $by are the words for `clout`
same() {
  local code=$1 got
  shift
  "$source/sim/run" "$@" >out 2>err </dev/null
  got=$?
  [ $got = "$code" ] || fail "sim/run $* ended with $got, not $code: $(head -3 err)"
  "$clout" "${by[@]}" >clout_out 2>clout_err </dev/null
  cmp -s out clout_out || fail "sim/run $* does not print what clout does: $(head -3 out)"
  grep -q '^clout setup:' err && fail "sim/run $* sets up what is there: $(head -3 err)"
}

smoke=$source/scenarios/smoke.yaml
by=(--version) && same 0 --version
by=(check "$smoke") && same 0 check "$smoke"
by=(check "$smoke" --set horizon=61d --worlds 3) && same 0 check scenarios/smoke.yaml --set horizon=61d --worlds 3
by=(run "$smoke" -q -o run) && same 0 "$smoke" -q -o run
by=(run "$smoke" -q -o run) && same 0 run scenarios/smoke.yaml -q -o run
[ -f run/summary.csv ] || fail 'the results do not lie where it was called'
by=(run "$smoke" --worlds=-1) && same 2 "$smoke" --worlds=-1
by=(run "$smoke" --set horizon=1) && same 3 "$smoke" --set horizon=1
by=(run nowhere.yaml) && same 4 nowhere.yaml
cp "$smoke" mine.yaml
by=(check mine.yaml) && same 0 check mine.yaml
mkdir 'with space' && cp "$smoke" 'with space/my own.yaml'
by=(check 'with space/my own.yaml' --set 'strategies.casual.share=0.7') &&
  same 0 check 'with space/my own.yaml' --set 'strategies.casual.share=0.7'
ln -s "$source/sim/run" linked && "$folder/linked" --version >out 2>err || fail 'sim/run through a link'
"$source/sim/run" >out 2>err
[ $? = 2 ] && grep -q '^usage: sim/run SCENARIO' err || fail 'sim/run without arguments does not say how it is called'
exit $failed
