#!/usr/bin/env bash
# A hundred kills with -9 at random moments, of a sweep, of shards, of merges and of an extension; in the end the store
# holds every run once and exports the bytes of a sweep that nobody disturbed. And a disk that is full in the middle.
set -u
clout=${CLOUT_BIN:?the program to test}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'umount "$folder/disk" 2>/dev/null; cd / && rm -rf "$folder"' EXIT
cp "${CLOUT_SOURCE_DIR:?}/scenarios/smoke.yaml" .
failed=0
fail() { echo "FAILED: $*"; failed=1; }
same() {  # FOLDER FOLDER: the same figures, every one of them
  "$clout" sweep export "$1" >out 2>err && "$clout" sweep export "$2" >out 2>err || fail "export of $1, $2: $(cat err)"
  cmp "$1/metrics.csv" "$2/metrics.csv" || fail "$2 has other figures than $1"
  cmp "$1/runs.csv" "$2/runs.csv" || fail "$2 has other runs than $1"
}
# Begins `clout sweep ARGUMENT...` again and again and kills it, its whole group or the parent alone, within so many
# milliseconds of its start, until so many kills have hit a process at work; then lets it end. If it ends before it is
# killed, AGAIN takes back what it has done.
killed() {  # HITS MILLISECONDS AGAIN ARGUMENT...
  local wanted=$1 within=$2 again=$3 hits=0 pid pause
  shift 3
  for _ in $(seq $((10 * wanted))); do
    [ $hits = "$wanted" ] && break
    setsid "$clout" sweep "$@" >out 2>err &
    pid=$!
    pause=$((RANDOM % within))
    sleep "$(printf '%d.%03d' $((pause / 1000)) $((pause % 1000)))"
    if [ $((RANDOM % 2)) = 0 ]; then kill -9 -- "-$pid"; else kill -9 $pid; fi 2>/dev/null
    wait $pid 2>/dev/null
    case $? in
      137) hits=$((hits + 1)) ;;
      0) $again ;;
      *) fail "sweep $* after a kill: $(cat err)" ;;
    esac
  done
  [ $hits = "$wanted" ] || fail "only $hits of $wanted kills have hit sweep $*"
  hit=$((hit + hits))
  "$clout" sweep "$@" >out 2>err || fail "sweep $* after $hits kills: $(cat err)"
}
hit=0
small=(smoke.yaml -q --set 'scoring.shadow=[]' --set population.agents=60)
study=("${small[@]}" --vary value.theta=0.2,0.5,0.8 --worlds 200)
wider=("${small[@]}" --vary value.theta=0.2,0.4,0.5,0.8 --worlds 250)

"$clout" sweep "${study[@]}" -o whole >out 2>err || fail "a sweep: $(cat err)"
"$clout" sweep "${wider[@]}" -o wide >out 2>err || fail "a wider sweep: $(cat err)"
killed 40 400 'rm -rf killed' "${study[@]}" -o killed
same whole killed
for shard in 1 2; do
  killed 10 400 "rm -f spread/parts/$shard-of-2-attempt-0.sqlite" "${study[@]}" -o spread --shard $shard/2
done
killed 20 150 'rm -f spread/sweep.sqlite' merge spread
same whole spread
narrow() { rm -rf spread && cp -r whole spread; }
killed 20 400 narrow extend "${wider[@]}" -o spread
"$clout" sweep verify spread --sample 5 >out 2>err || fail "verify: $(cat out err)"
same wide spread
[ $hit = 100 ] || fail "$hit kills, not 100, have hit a process at work"

# A merge while a part is being written leaves that out and says so.
setsid "$clout" sweep "${study[@]}" -o busy --shard 1/2 >other 2>&1 &
pid=$!
for _ in $(seq 1200); do "$clout" sweep status busy/parts/1-of-2-attempt-0.sqlite >out 2>err && break; sleep 0.05; done
"$clout" sweep "${study[@]}" -o busy --shard 2/2 >out 2>err || fail 'shard 2/2'
kill -0 $pid 2>/dev/null && {
  "$clout" sweep merge busy >out 2>err || fail "a merge beside a sweep: $(cat err)"
  kill -0 $pid 2>/dev/null && ! grep -q '1-of-2-attempt-0.sqlite is left out: a sweep is writing to it$' err &&
    fail "a merge beside a sweep says: $(cat out err)"
}
wait $pid
"$clout" sweep merge busy >out 2>err || fail "merge: $(cat err)"
same whole busy

# A disk that is full in the middle.
mkdir disk
if mount -t tmpfs -o size=400k none disk 2>/dev/null; then
  "$clout" sweep "${study[@]}" -o disk/sweep >out 2>err
  [ $? = 4 ] || fail "a full disk did not end a sweep with 4: $(cat err)"
  grep -q 'cannot be written: No space left on device; make room and give the same command again' err ||
    fail "a full disk: $(cat err)"
  mount -o remount,size=100m disk
  "$clout" sweep "${study[@]}" -o disk/sweep >out 2>err || fail "after a full disk: $(cat err)"
  same whole disk/sweep
else
  echo 'left out: sim/cli/sweep_long: a full disk: nothing can be mounted here'
fi
(ulimit -f 200; "$clout" sweep "${study[@]}" -o limited >out 2>err)
[ $? = 4 ] || fail "a limit on the size of files: $(cat err)"
grep -q 'cannot be written: ' err || fail "a limit on the size of files: $(cat err)"
"$clout" sweep "${study[@]}" -o limited >out 2>err || fail "after a limit on the size of files: $(cat err)"
same whole limited
exit $failed
