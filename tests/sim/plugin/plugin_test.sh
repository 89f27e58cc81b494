#!/usr/bin/env bash
# Installs the package, builds the example against it as a stranger would, runs it, and tries plug-ins that are wrong.
set -uo pipefail
build=$(dirname "$CLOUT_BIN")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
fail() { echo "FAILED: $*"; failed=1; }
says() {  # says CODE TEXT WORDS...: the program ends with CODE and says TEXT
  local code=$1 text=$2 got
  shift 2
  prefix/bin/clout "$@" >out 2>&1
  got=$?
  [ $got = "$code" ] || fail "$*: ended with $got, not $code: $(tail -3 out)"
  grep -qF -- "$text" out || fail "$*: does not say '$text': $(tail -3 out)"
}

cmake --install "$build" --prefix prefix >log 2>&1 || { cat log; exit 1; }
cp -r "$CLOUT_SOURCE_DIR/tests/plugin_example" example
{ cmake -S example -B example/build -G Ninja -DCMAKE_PREFIX_PATH="$work/prefix" -DCMAKE_BUILD_TYPE=Release &&
  cmake --build example/build; } >log 2>&1 || { cat log; exit 1; }
plugin=example/build/libfollower_share.so
flags=$(grep -q _GLIBCXX_ASSERTIONS prefix/lib*/cmake/clout/clout-config.cmake && echo -D_GLIBCXX_ASSERTIONS)
wrong() {  # wrong NAME SOURCE: builds a library that is no proper plug-in
  printf '%s\n' "$2" >"$1.cpp"
  g++ -std=c++20 -shared -fPIC $flags -Iprefix/include/clout "$1.cpp" -o "$1.so" 2>log || { cat log; fail "$1 cannot be built"; }
}
wrong nothing 'int nothing;'
wrong old '#include "sim/plugin/plugin.h"
static void add(clout::Catalogue&) {}
extern "C" const clout::Plugin clout_plugin = {{.interface = 0}, "old", add};'
wrong throws '#include <stdexcept>
#include "sim/plugin/plugin.h"
static void add(clout::Catalogue&) { throw std::runtime_error("no licence"); }
CLOUT_PLUGIN("throws", add)'
wrong missing '#include "sim/plugin/plugin.h"
void nobody_has_this();
static void add(clout::Catalogue&) { nobody_has_this(); }
CLOUT_PLUGIN("missing", add)'
wrong throws_int '#include "sim/plugin/plugin.h"
static void add(clout::Catalogue&) { throw 7; }
CLOUT_PLUGIN("throws_int", add)'
wrong throws_early '#include <stdexcept>
#include "sim/plugin/plugin.h"
static int licence() { throw std::runtime_error("no licence yet"); }
int early = licence();
static void add(clout::Catalogue&) {}
CLOUT_PLUGIN("throws_early", add)'
wrong no_add '#include "sim/plugin/plugin.h"
CLOUT_PLUGIN("no_add", nullptr)'
wrong no_name '#include "sim/plugin/plugin.h"
static void add(clout::Catalogue&) {}
CLOUT_PLUGIN(nullptr, add)'
# A score that does, on being told, what a score must not do.
wrong faulty '#include <cmath>
#include <stdexcept>
#include "sim/plugin/plugin.h"
using namespace clout;
struct Params {
  static constexpr const char *kName = "faulty", *kSummary = "Fails as it is told.", *kSource = "none";
  std::string fault;
  void visit(ParamVisitor& v) { v.text("fault", fault, {"", "What goes wrong.", "none"}); }
};
class Faulty final : public ScoringAlgorithm {
 public:
  explicit Faulty(const Params& params) : fault_(params.fault) { fail_if("constructor"); }
  void start(const ScoringView&, ThreadPool&, std::span<float> scores) override {
    for (float& score : scores) score = 1;
  }
  void observe(const ScoringView& view, ThreadPool&) override {
    if (fault_ == "int" && view.day == 3) throw 7;
  }
  void update(const ScoringView&, ThreadPool&, std::span<float>) override {}
  void cues(std::span<const float> scores, std::span<float> cues) const override {
    fail_if("cues");
    for (std::size_t a = 0; a < scores.size(); ++a) cues[a] = 0.5f;
    if (fault_ == "cue_nan") cues[5] = NAN;
    if (fault_ == "cue_2") cues[5] = 2;
  }
  ScoreInputs reads() const override { fail_if("reads"); return {ScoreInput::followers}; }
  double memory_days(double) const override { return fault_ == "memory" ? -5 : 0; }
  std::size_t memory_bytes() const override { return 0; }
  std::unique_ptr<ScoringAlgorithm> clone() const override {
    if (fault_ == "no_clone") return nullptr;
    return std::make_unique<Faulty>(*this);
  }
  void visit_state(StateVisitor&) override { fail_if("state"); }
 private:
  void fail_if(const char* where) const { if (fault_ == where) throw std::runtime_error("as it was told"); }
  std::string fault_;
};
static void add(Catalogue& catalogue) {
  catalogue.scoring.push_back(make_row<ScoringAlgorithm, Params, Faulty>());
}
CLOUT_PLUGIN("faulty", add)'

scenario=$CLOUT_SOURCE_DIR/scenarios/smoke.yaml
says 0 'followers / (followers + followees + prior)' models follower_share --plugin $plugin
says 0 'score_follower_share' run "$scenario" --plugin $plugin --set scoring.visible=follower_share -o shown
says 0 'follower_share' explain shown --agent 3 --plugin $plugin
says 4 'shown: was made with --plugin; name the same plug-in here' explain shown --agent 3
cp shown/scenario.resolved.yaml again.yaml
says 3 "'follower_share' is not one of" check again.yaml
says 3 'prior' check again.yaml --plugin $plugin --set scoring.visible.prior=0
says 3 "score follower_share on day 3: it was told to fail" \
  run "$scenario" --plugin $plugin --set 'scoring.visible={name: follower_share, fails_on_day: 3}' -o broken
says 3 'score follower_share on day 1: gives agent 5 no finite number' \
  run "$scenario" --plugin $plugin --set 'scoring.visible={name: follower_share, no_number_for: 5}' -o no_number
printf 'day,actor,act,target\n0,ada,follow,bob\n1,bob,post,\n' >log.csv
says 3 'gives bob no finite score' score follower_share --plugin $plugin --set no_number_for=1 --events log.csv
says 3 'score follower_share: it was told to fail' audit follower_share --plugin $plugin --set fails_on_day=3 \
  --set worlds.count=1
says 0 'runs in' sweep "$scenario" --plugin $plugin --vary scoring.visible=follower_share,none \
  --set 'scoring.shadow=[]' --set population.agents=60 -o study
says 4 'it was told to fail' sweep "$scenario" --plugin $plugin --vary scoring.visible.fails_on_day=3,4000 \
  --set scoring.visible=follower_share --set 'scoring.shadow=[]' --set population.agents=60 -o study2
# The tasks of a job array have it too, wherever they begin.
mkdir bin && printf '#!/bin/sh\necho 7\n' >bin/sbatch && chmod +x bin/sbatch
PATH=$PWD/bin:$PATH says 0 'job 7 (array of 2)' sweep "$scenario" --plugin $plugin \
  --vary scoring.visible=follower_share,none --set 'scoring.shadow=[]' --set population.agents=60 -o spread --slurm
for task in 0 1; do
  (cd / && SLURM_ARRAY_TASK_ID=$task bash "$work/spread/slurm/array.sh") >out 2>&1 || fail "task $task: $(cat out)"
done
says 0 ' runs added, 0 were there, 0 failed' sweep merge spread --plugin $plugin
faulty() {  # faulty FAULT CODE TEXT [OPTION...]: what a run says of a score with that fault
  local fault=$1 code=$2 text=$3
  shift 3
  says "$code" "$text" run "$scenario" --plugin ./faulty.so --set "scoring.visible={name: faulty, fault: $fault}" \
    -o "run_$fault" "$@"
}
faulty none 0 'results'
faulty int 3 'score faulty on day 3: it threw no std::exception that would say why'
faulty cues 3 'model faulty of a plug-in: cues() failed: as it was told'
faulty cue_nan 3 'model faulty of a plug-in: cues() gave agent 5 '
faulty cue_2 3 'model faulty of a plug-in: cues() gave agent 5 2; a number from 0 to 1 would do'
faulty memory 3 'model faulty of a plug-in: memory_days() gave -5'
faulty reads 3 'model faulty of a plug-in: reads() failed: as it was told'
faulty state 3 'model faulty of a plug-in: visit_state() failed: as it was told' --set output.checkpoint_every_days=10
faulty no_clone 3 'model faulty of a plug-in: clone() gave nothing' --set probes.share=0.1 --set margins.step_hours=1
for fault in constructor reads; do
  says 3 'as it was told' score faulty --plugin ./faulty.so --set fault=$fault --events log.csv
done
# Worlds that a plug-in was there for are not those of a program without it.
says 0 'results' run "$scenario" -o plain
says 4 'version' run "$scenario" --plugin $plugin -o plain
says 4 'cannot be opened; the path of a shared library would do' models --plugin gone.so
says 4 'cannot be loaded' models --plugin nothing.cpp
mkfifo pipe.so
says 4 'cannot be loaded: it is no regular file' models --plugin pipe.so
says 4 'does not export clout_plugin' models --plugin ./nothing.so
says 4 'is made for version 0 of the plug-in interface' models --plugin ./old.so
says 4 'failed while it added its models: no licence' models --plugin ./throws.so
says 4 'threw no std::exception that would say why' models --plugin ./throws_int.so
says 4 './throws_early.so: failed while it was loaded, before it was asked for anything: no licence yet' \
  models --plugin ./throws_early.so
says 4 'has no function `add`; CLOUT_PLUGIN(name, add) sets both' models --plugin ./no_add.so
says 4 'has no name; CLOUT_PLUGIN(name, add) sets both' models --plugin ./no_name.so
for bytes in 40 100 5000 20000; do
  head -c $bytes $plugin >short.so
  says 4 './short.so: ' models --plugin ./short.so
done
says 4 'ends before its last segment; a whole copy of the file would do' models --plugin ./short.so
says 4 'undefined symbol' models --plugin ./missing.so
says 4 'which there is already; rename it' models --plugin $plugin --plugin $plugin
exit $failed
