#!/usr/bin/env bash
# output.snapshot_days from scenario to file: the graph of the last day has for each agent as many followers as its own
# column of agents.npz says, in both formats; ties have the contacts; other days are other graphs.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }

# column RUN NAME: `agent,value` of a column of its only world
column() { "$clout" export "$1" | awk -F, -v name="$2" 'NR == 1 { for (k = 1; k <= NF; ++k) at[$k] = k; next }
                                                        { print $at["agent"] "," $at[name] }'; }
# per_agent COLUMN...: of `a,b,...` lines, how often each of 300 agents stands in these columns
per_agent() { awk -F, -v columns="$*" 'BEGIN { n = split(columns, c, " ") } { for (k = 1; k <= n; ++k) ++seen[$c[k]] }
                                       END { for (a = 0; a < 300; ++a) print a "," seen[a] + 0 }'; }

snapshots=(--worlds 1 -q --set 'output.snapshot_days=[45, 89]')
"$clout" run "$source/scenarios/smoke.yaml" "${snapshots[@]}" -o list >out 2>err || { fail "$(cat err)"; exit 1; }
"$clout" run "$source/scenarios/smoke.yaml" "${snapshots[@]}" -o graphml --set output.snapshot_format=graphml >out 2>err ||
  { fail "$(cat err)"; exit 1; }
last=list/worlds/0001/follows_day_0089.csv
head -1 "$last" | grep -qx 'follower,followee,since_day' || fail "the header is $(head -1 "$last")"
column list followers >followers
tail -n +2 "$last" | per_agent 2 | cmp - followers || fail 'followers of the exported graph are not those of agents.npz'
column list followees >followees
tail -n +2 "$last" | per_agent 1 | cmp - followees || fail 'followees of the exported graph are not those of agents.npz'
column list contacts >contacts
tail -n +2 list/worlds/0001/ties_day_0089.csv | per_agent 1 2 | cmp - contacts ||
  fail 'contacts of the exported ties are not those of agents.npz'
cmp -s "$last" list/worlds/0001/follows_day_0045.csv && fail 'the graph of day 45 is that of the last day'
sed -n 's/.*<edge .*source="n\([0-9]*\)" target="n\([0-9]*\)".*/\1,\2/p' graphml/worlds/0001/follows_day_0089.graphml |
  per_agent 2 | cmp - followers || fail 'followers of the GraphML are not those of agents.npz'
exit $failed
