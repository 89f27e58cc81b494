#!/usr/bin/env bash
# The same bytes on a processor without fused multiply-add and AVX: glibc is told to do without, and the whole of a run
# but its manifest is compared. Also on one thread and on three.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
# Older and newer names of the same masks; glibc ignores those that it does not know.
old=-FMA_Usable,-FMA4_Usable,-AVX2_Usable,-AVX_Usable,-AVX512F_Usable,-ERMS
new=-FMA,-FMA4,-AVX2,-AVX,-AVX512F
run() {  # run NAME COMMAND-OPTION...
  local name=$1
  shift
  "$clout" run "$source/scenarios/smoke.yaml" --seed 1 --quiet -o "$folder/$name" "$@" >/dev/null </dev/null || exit 1
}
run plain --threads 1
GLIBC_TUNABLES=glibc.cpu.hwcaps=$old,$new run masked --threads 1
run threads --threads 3
failed=0 compared=0
while read -r file; do
  for other in masked threads; do
    cmp "$folder/plain/$file" "$folder/$other/$file" || failed=1
    compared=$((compared + 1))
  done
done < <(cd "$folder/plain" && find . -type f ! -name manifest.json ! -name .lock)
[ $compared -ge 12 ] || { echo "only $compared files were compared"; failed=1; }
exit $failed
