// An audit as `clout audit klout` makes it: three crowds of 2,000 people, the search for exploits and caps, the card.
// The aim is at most three minutes.
#include <benchmark/benchmark.h>

#include <array>
#include <sstream>
#include <string>

#include "sim/cli/command.h"

using namespace clout;

namespace {

void audit_of(benchmark::State& state, const char* score) {
  for (auto _ : state) {
    const std::array<const char*, 4> words = {"clout", "audit", score, "-q"};
    std::ostringstream out, err;
    if (run_command(static_cast<int>(words.size()), words.data(), out, err) != kDone)
      state.SkipWithError(err.str().c_str());
  }
}
BENCHMARK_CAPTURE(audit_of, klout, "klout")->Unit(benchmark::kSecond)->UseRealTime()->Iterations(1);

}  // namespace
