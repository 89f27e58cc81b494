#!/usr/bin/env bash
# clout score from outside: a log, links, counts and judged pairs; what it says, its codes; it overwrites nothing.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }
says() {  # CODE SENTENCE ARGUMENT...: `clout score` ends with the code and says the sentence, wherever
  local want=$1 sentence=$2 code
  shift 2
  timeout 60 "$clout" score "$@" >out 2>err
  code=$?
  [ "$code" = "$want" ] || fail "score $*: ended with $code, not $want: $(cat err)"
  grep -qF -- "$sentence" out err || fail "score $*: does not say '$sentence': $(cat out err)"
}

cat >log.csv <<'L'
day,actor,act,target,post
2011-03-17,ada,post,,p1
2011-03-17,bob,like,ada,p1
2011-03-18,cy,like,ada,p1
2011-03-18,cy,follow,ada,
L
"$clout" score follower_count --events log.csv >out 2>err || fail "a log ended with $?: $(cat err)"
cmp out - <<'L' || fail 'followers of a log'
id,follower_count
ada,1
bob,0
cy,0
L
"$clout" score "$source/scenarios/rules/stack_overflow.yaml" klout --events log.csv -o scores.csv || fail 'two scores'
[ "$(head -2 scores.csv | cut -d, -f1,2)" = $'id,stack_overflow_rules\nada,21' ] || fail "two likes are $(cat scores.csv)"
says 4 'scores.csv: is there already; --overwrite would replace it' klout --events log.csv -o scores.csv
"$clout" score klout --events log.csv -o scores.csv --overwrite || fail 'overwrite'
head -1 scores.csv | grep -qx id,klout || fail 'was not replaced'

printf 'day,actor,act,target\n0,ada,post,\n0,bob,reshare,ada\n' >nameless.csv
says 3 'h_index looks at post_names, which this log of acts does not have' h_index --events nameless.csv
printf 'day,actor,act,target,post\n0,ada,post,,p1\n0,bob,reshare,ada,p1\n' >named.csv
says 0 'ada,1' h_index --events named.csv

printf 'followers,likes\n3,1\n5,0\n' >counts.csv
direction='--direction source_follows_target'
says 3 'klout looks at posts_recent, engagers, which a table of counts does not have' klout --counts counts.csv
says 0 'left out: pagerank looks at links' all --counts counts.csv
says 0 $'2,5\n1,3' follower_count --counts counts.csv
says 0 '1,2' formula --set 'formula=likes + 1' --counts counts.csv
says 3 'counts.csv:1:1: fans: this column is missing' follower_count --counts counts.csv --columns followers=fans
says 3 "'klot' is not one of" klot --counts counts.csv
[ "$(cut -c1-6 err)" = "'klot'" ] || fail "a name has a place: $(cat err)"
says 4 '/tmp: cannot be read: it is a folder' klout --events /tmp
says 3 'did you mean' pagerank --set dampin=0.5 --edges counts.csv $direction
for data in --events "$direction --edges" --counts; do says 4 'nowhere.csv: cannot be read: No such file' pagerank $data nowhere.csv; done
says 4 'nowhere.yaml: cannot be read: No such file' nowhere.yaml --counts counts.csv
mkfifo pipe.yaml
says 4 'pipe.yaml: cannot be read: it is a named pipe' pipe.yaml --counts counts.csv
says 4 'pipe.yaml: cannot be read: it is a named pipe' klout --events pipe.yaml
says 4 'pipe.yaml: cannot be read: it is a named pipe' klout --counts pipe.yaml
says 4 'pipe.yaml: cannot be read: it is no regular file' pagerank --edges pipe.yaml $direction
"$clout" score follower_count --counts /dev/stdin <counts.csv >out 2>err || fail "counts from stdin ended with $?"
cat counts.csv | "$clout" score follower_count --counts /dev/stdin >out 2>err || fail "counts from a pipe ended with $?"
grep -qx '2,5' out || fail "counts from a pipe: $(cat out)"
says 2 'one of --events, --edges and --counts says whom to score' klout
says 2 'write --direction source_follows_target or --direction target_follows_source' klout --edges edges.txt
says 2 'one of --events, --edges and --counts says whom to score' klout --events a --edges b
says 2 'score by what?' --events log.csv
says 2 '--columns: expected OURS=THEIRS,...' klout --counts counts.csv --columns followers
says 2 '--set: for one score' all --counts counts.csv --set a=1

printf '1 2\n3 2\n' >edges.txt
says 0 '2,2' follower_count --edges edges.txt $direction
says 0 '2,0' follower_count --edges edges.txt --direction target_follows_source

printf 'lead,A_followers,B_followers\n1,9,1\n0,2,8\n0,5,1\n1,7,7\n' >pairs.csv
says 0 'follower_count  0.625' follower_count --counts pairs.csv --judged-by lead
says 0 '"agreement": 0.625,' follower_count --counts pairs.csv --judged-by lead --json
# Few pairs: the interval of the AUC is wide and stays within [0, 1].
printf 'lead,A_followers,B_followers\n1,9,1\n0,2,8\n' >two.csv
says 0 '1.00 [0.207, 1.00]' follower_count --counts two.csv --judged-by lead

printf 'id,posts\nada,1\nbob,3\n' >rows.csv
says 3 "score formula: gives 'bob' no finite number with posts = 3" formula --set 'formula=1 / (posts - 3)' --counts rows.csv
says 3 'formula gives no finite number to accounts of which nothing is known yet with posts = 0' \
  formula --set 'formula=1 / posts' --counts rows.csv
printf 'model: klout\nname: id\n' >named_id.yaml
says 3 "'id' is the column of accounts; give the score another name" named_id.yaml --events log.csv
says 3 "'klout' stands there already; give it another name or leave it out" klout klout --events log.csv
says 4 'rows.csv: is what is read; another name would do' follower_count --counts rows.csv -o ./rows.csv --overwrite
[ "$(wc -l <rows.csv)" = 3 ] || fail 'the data were overwritten'

# Weekdays are those of the calendar: a log that begins on a Saturday is one that begins on day 6.
cat >week.yaml <<'R'
model: rules
points: [{act: post, points: 1, weekdays: [saturday]}, {act: post, points: 10, weekdays: [sunday]}]
R
printf 'day,actor,act,target\n2011-03-19,a,post,\n2011-03-20,b,post,\n' >dates.csv
printf 'day,actor,act,target\n6,a,post,\n7,b,post,\n' >numbers.csv
"$clout" score week.yaml --events dates.csv >dates.out && "$clout" score week.yaml --events numbers.csv >numbers.out
cmp dates.out numbers.out || fail 'dates and numbers differ'
[ "$(tr '\n' ' ' <dates.out)" = 'id,week b,10 a,1 ' ] || fail "a Saturday and a Sunday: $(cat dates.out)"
# Scores of places and topics take bios; a ladder without rest takes no hours.
printf 'day,actor,act,target\n0,a,meeting,b\n1,c,post,\n' >met.csv
printf 'id,city,topics\na,York,chess\nb,York,chess;go\nc,Ayr,go\n' >bios.csv
says 3 'foursquare looks at bios, which this log of acts does not have' foursquare --events met.csv
"$clout" score foursquare --events met.csv --bios bios.csv --set version=before_v3 >out || fail 'no score by bios'
[ "$(tr '\n' ' ' <out)" = 'id,foursquare a,11 b,6 c,0 ' ] || fail "check-ins of two at a new place: $(cat out)"
says 0 'id,twitterrank' twitterrank --events met.csv --bios bios.csv
says 3 'bios.csv:1:1: id: there is no row for zoe' foursquare --events <(sed 's/c,post/zoe,post/' met.csv) --bios bios.csv
says 2 '--bios: only with --events' follower_count --counts counts.csv --bios bios.csv
says 0 'c,1.625' world_of_warcraft --set rest=false --events met.csv
says 3 'world_of_warcraft looks at hours_online' world_of_warcraft --events met.csv
# Everybody who reacts is known, unless a world is to be matched.
{ echo 'day,actor,act,target'; for k in $(seq 200); do echo "0,p$k,like,a"; done; } >fans.csv
says 0 'a,200' klout_2011 --set publish=true_reach --events fans.csv
says 0 'a,128' klout_2011 --set publish=true_reach --events fans.csv --engagers-kept 128
says 2 '--engagers-kept: only with --events' follower_count --counts counts.csv --engagers-kept 5
# A long pause costs little.
printf 'day,actor,act,target\n0,a,follow,b\n36000,b,follow,a\n' >far.csv
timeout 60 "$clout" score follower_count klout --events far.csv >out || fail "a long pause: $?"
exit $failed
