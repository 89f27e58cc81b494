#!/usr/bin/env bash
# A sweep on a real Slurm of two nodes on this machine: a job array and its merge; a node is taken down in the middle,
# workers are killed with -9. At the end every run is there exactly once, and the export has the bytes of a sweep in one
# process. Then the same with a node that is lost while its processes live on, beside those begun in their stead.
# Needs root (slurmd) and Slurm's daemons; left out without them.
set -uo pipefail
clout=${CLOUT_BIN:?} scenario=$CLOUT_SOURCE_DIR/scenarios/smoke.yaml
PATH=$PATH:/usr/sbin:/sbin
for tool in slurmctld slurmd sbatch scontrol; do
  command -v "$tool" >/dev/null || { echo "left out: sim/cli/slurm_long: $tool is not installed"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo 'left out: sim/cli/slurm_long: needs root'; exit 77; }
case $(stat -fc %T /sys/fs/cgroup 2>/dev/null) in
  cgroup2fs | tmpfs) ;;
  *) echo 'left out: sim/cli/slurm_long: slurmd needs control groups, and none are mounted at /sys/fs/cgroup'; exit 77 ;;
esac

dir=$(mktemp -d) && chmod 755 "$dir"
export SLURM_CONF=$dir/slurm.conf
unset SLURM_ARRAY_TASK_ID SLURM_RESTART_COUNT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

jobs() { timeout 30 squeue -hr -o '%i %T' 2>/dev/null || echo 'squeue UNKNOWN'; }
of_cluster() { grep -lsF "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ | cut -d/ -f3; }  # daemons, tasks
finish() {
  timeout 10 scancel --user=root 2>/dev/null
  for _ in $(seq 50); do [ -z "$(jobs)" ] && break; sleep 0.2; done
  for signal in TERM KILL; do
    for file in "$dir"/*.pid; do [ -f "$file" ] && kill -$signal "$(cat "$file")" 2>/dev/null; done
    sleep 1
  done
  for pid in $(of_cluster); do kill -9 "$pid" 2>/dev/null; done
  cd / && rm -rf "$dir"
  exit "$failed"
}
trap finish EXIT
trap 'failed=1; exit' INT TERM

# ---- a cluster of two nodes ----
host=$(hostname -s) port=$((20000 + $$ % 10000 * 3))
mkdir -p "$dir/state" "$dir/log" "$dir/spool"
cat >"$SLURM_CONF" <<CONF
ClusterName=t
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
SlurmdUser=root
SlurmctldPort=$port
AuthType=auth/none
CredType=cred/none
StateSaveLocation=$dir/state
SlurmctldPidFile=$dir/slurmctld.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdPidFile=$dir/slurmd.%n.pid
SlurmdLogFile=$dir/log/slurmd.%n.log
SlurmdSpoolDir=$dir/spool/%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_min_interval=1,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
JobRequeue=1
MaxArraySize=10001
SlurmctldTimeout=10
SlurmdTimeout=10
InactiveLimit=0
KillWait=2
BatchStartTimeout=5
NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 State=UNKNOWN
NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 State=UNKNOWN
PartitionName=main Nodes=n[1-2] Default=YES MaxTime=INFINITE State=UP
CONF
slurmctld && slurmd -N n1 && slurmd -N n2 || { fail "Slurm does not start: $(tail -n 3 "$dir"/log/*)"; exit; }
for _ in $(seq 300); do [ "$(sinfo -hN -o %t 2>/dev/null | grep -c idle)" = 2 ] && break; sleep 0.2; done
[ "$(sinfo -hN -o %t | grep -c idle)" = 2 ] || { fail "the nodes are not idle: $(sinfo)"; exit; }

# ---- one sweep in one process, and the same as a job array ----
cd "$dir" || exit
study=("$scenario" --set population.agents=800 --worlds 25 --vary value.theta=0.2,0.5,0.8)
"$clout" sweep "${study[@]}" -o alone -q >out 2>err || { fail "a sweep in one process: $(cat err)"; exit; }
"$clout" sweep export alone >/dev/null || fail 'it cannot be exported'
"$clout" sweep "${study[@]}" -o spread --jobs 1 --tasks 4 --slurm='--time=30:00' >out 2>err ||
  { fail "it is not submitted: $(cat err)"; exit; }
grep -qE '^75 runs of smoke to Slurm: job [0-9]+ \(array of 4\), then job [0-9]+ \(merge\)$' out ||
  fail "what it said: $(cat out)"

dir_of=spread  # the folder of the sweep at work
landed() {  # PART...: runs that are done in them
  for part; do [ -f "$part" ] && "$clout" sweep status "$part" 2>/dev/null; done |
    sed -n 's/^smoke: \([0-9]*\) of .* are done.*/\1/p' | awk '{ n += $1 } END { print n + 0 }'
}
wait_for() {  # RUNS
  for _ in $(seq 600); do [ "$(landed "$dir_of"/parts/*.sqlite)" -ge "$1" ] && return; sleep 0.1; done
  fail "$1 runs have not landed: $(landed "$dir_of"/parts/*.sqlite); $(squeue)"
}
tasks() {  # processes of the sweep, by id
  for process in /proc/[0-9]*; do
    [ "$process/exe" -ef "$clout" ] && grep -qsF "$dir/$dir_of" "$process/cmdline" && echo "${process#/proc/}"
  done
}
until_done() {  # lets requeued jobs begin, which Slurm holds for two minutes
  for _ in $(seq 900); do
    [ -z "$(jobs)" ] && return
    for job in $(jobs | awk '$2 == "PENDING" { print $1 }'); do
      scontrol update jobid="$job" StartTime=now 2>/dev/null
    done
    sleep 0.3
  done
  fail "jobs are still there: $(squeue)"
}

# ---- a node goes down; processes die ----
wait_for 5
scontrol update nodename=n1 state=down reason=test || fail 'the node cannot be taken down'  # its tasks are requeued
before=$(landed spread/parts/*.sqlite)
wait_for $((before + 3))
at_work=
for _ in $(seq 100); do  # between two runs a task has no worker
  at_work=$(tasks)
  [ "$(wc -w <<<"$at_work")" -ge 2 ] && break
  sleep 0.1
done
killed=0
for pid in $at_work; do  # of tasks and of their workers: every other one
  killed=$((killed + 1))
  [ $((killed % 2)) = 0 ] && kill -9 "$pid" 2>/dev/null
done
[ $killed -ge 2 ] || fail "$(landed spread/parts/*.sqlite) runs are done and no task with a worker is left to be killed"
for _ in $(seq 50); do  # it may also come back by itself, when it says that it lives
  sinfo -hN -o '%N %t' | grep -q '^n1 down' || break
  scontrol update nodename=n1 state=resume 2>/dev/null
  sleep 0.2
done
until_done
ls spread/parts/*-attempt-1.sqlite >/dev/null 2>&1 || fail "no task was begun a second time: $(ls spread/parts)"
[ -f spread/sweep.sqlite ] || fail "nothing was merged: $(cat spread/slurm/*.log)"

# ---- what killed tasks have left undone, the same command does ----
"$clout" sweep "${study[@]}" -o spread --jobs 1 --tasks 4 --slurm >out 2>err ||
  fail "it is not submitted again: $(cat err)"
until_done
"$clout" sweep status spread >out || fail 'no status'
grep -q '^smoke: 75 of 75 runs are done, 0 failed, 0 are missing$' out ||
  fail "at the end: $(cat out spread/slurm/*.log)"
"$clout" sweep export spread >/dev/null || fail 'it cannot be exported'
cmp alone/metrics.csv spread/metrics.csv || fail 'the bytes are not those of a sweep in one process'
[ "$(cut -d, -f1,3 spread/runs.csv | sort | uniq -d | wc -l)" = 0 ] || fail 'a run is there twice'

# ---- a node is lost while its processes live on: they land late what others have lived in their stead ----
dir_of=late
wait_until() {  # WHAT COMMAND...
  local what=$1
  shift
  for _ in $(seq 600); do "$@" && return; sleep 0.1; done
  fail "$what: $(sinfo; squeue; ls late/parts)"
}
idle() { [ "$(sinfo -hN -o %t | grep -c idle)" = 2 ]; }
of_first_node() { for pid in $(tasks); do grep -qszx SLURMD_NODENAME=n1 "/proc/$pid/environ" && echo "$pid"; done; }
lost() { sinfo -hN -n n1 -o %t | grep -q '^down'; }
ended() { for pid in $old; do [ -d "/proc/$pid" ] && return 1; done; true; }
twice() {  # runs that landed in both attempts of a task
  for part in late/parts/*-attempt-1.sqlite; do
    python3 -c 'import sqlite3, sys
query = "SELECT hash, seed FROM runs JOIN settings USING (setting) WHERE status = \"done\""
done = [set(sqlite3.connect(file).execute(query)) for file in sys.argv[1:]]
print(len(done[0] & done[1]))' "$part" "${part/attempt-1/attempt-0}"
  done | awk '{ n += $1 } END { print n + 0 }'
}
wait_until 'the nodes are not idle again' idle
"$clout" sweep "${study[@]}" -o late --jobs 1 --tasks 4 --slurm >out 2>err || fail "it is not submitted: $(cat err)"
wait_for 5
old=$(of_first_node)
[ -n "$old" ] || fail 'nothing is at work on the node that is to be lost'
kill -STOP $old && kill -9 "$(cat slurmd.n1.pid)"
wait_until 'the node is not given up' lost
until_done
ls late/parts/*-attempt-1.sqlite >/dev/null 2>&1 || fail "no task was begun a second time: $(ls late/parts)"
kill -CONT $old || fail 'the old processes are not alive'
wait_until 'the old processes do not end' ended
[ "$(twice)" -gt 0 ] || fail 'no run has landed twice in the parts, so this test shows nothing'
"$clout" sweep merge late >/dev/null || fail 'what came late cannot be merged'
"$clout" sweep status late >out || fail 'no status'
grep -q '^smoke: 75 of 75 runs are done, 0 failed, 0 are missing$' out || fail "with what came late: $(cat out)"
"$clout" sweep export late >/dev/null || fail 'it cannot be exported'
cmp alone/metrics.csv late/metrics.csv || fail 'what came late has changed the bytes'
[ "$(cut -d, -f1,3 late/runs.csv | sort | uniq -d | wc -l)" = 0 ] || fail 'a run is there twice'
