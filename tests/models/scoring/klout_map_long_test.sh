#!/usr/bin/env bash
# The frozen map of klout (models/scoring/klout_map.h) still fits the world that it was fitted on: under it scores of
# scenarios/calibration.yaml have mean 20 and 95th percentile 50, as Klout said of itself.
set -u
clout=${CLOUT_BIN:?the program to test}
source=${CLOUT_SOURCE_DIR:?the checkout}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'cd / && rm -rf "$folder"' EXIT
"$clout" run "$source/scenarios/calibration.yaml" --worlds 4 -q -o run >out 2>err || { cat err; exit 1; }
"$clout" export run | awk -F, 'NR == 1 { for (k = 1; k <= NF; ++k) at[$k] = k; next }
                               $at["present"] == "true" { print $at["score_klout"] }' | sort -g |
  awk '{ score[NR] = $1; sum += $1 }
       END { mean = sum / NR; p95 = score[int(0.95 * NR + 0.999)]
             print NR " people present: mean " mean ", 95th percentile " p95
             if (NR < 30000 || mean < 19 || mean > 21 || p95 < 46 || p95 > 54) { print "FAILED"; exit 1 } }'
