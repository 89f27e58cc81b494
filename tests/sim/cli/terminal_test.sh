#!/usr/bin/env bash
# Progress is drawn on a terminal alone, faint unless NO_COLOR says otherwise, and not with --quiet.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
command -v script >/dev/null || { echo 'left out: sim/cli/terminal: needs script (package bsdutils)'; exit 77; }
script -qec true /dev/null >/dev/null 2>&1 </dev/null ||
  { echo 'left out: sim/cli/terminal: no pseudo-terminal can be made here (is /dev/pts mounted?)'; exit 77; }
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

escape=$(printf '\033')
faint="$escape\\[2m"
drawn="$escape\\[K.*[0-9] %  [0-9]* of 2 worlds"
run="'$clout' run '$source/scenarios/smoke.yaml' --overwrite -o run"
# seen COMMAND [NAME=VALUE...]: what a terminal gets of it, into the file `seen`
seen() {
  env -u NO_COLOR TERM=xterm "${@:2}" script -qec "$1" /dev/null >seen </dev/null || fail "$* ended with $?"
  grep -q 'results: run' seen || fail "$*: no results"
}

seen "$run"
grep -q "$drawn" seen || fail 'no progress on a terminal'
grep -q "$faint" seen || fail 'progress on a terminal has no colour'
seen "$run" NO_COLOR=1
grep -q "$drawn" seen || fail 'no progress with NO_COLOR'
grep -q "$faint" seen && fail 'colour in spite of NO_COLOR'
seen "$run" NO_COLOR=
grep -q "$faint" seen || fail 'an empty NO_COLOR takes the colour away'
seen "$run" TERM=dumb
grep -q "$escape" seen && fail 'a dumb terminal gets control sequences'
seen "$run --quiet"
grep -q "$escape" seen && fail 'progress in spite of --quiet'
seen "$run 2>messages"
grep -q "$escape" seen messages && fail 'progress or colour though stderr is a file'
seen "$run >results"' && grep ^results: results'
grep -q "$drawn" seen || fail 'no progress though only stdout is a file'
grep -q "$escape" results && fail 'control sequences in the results'
exit $failed
