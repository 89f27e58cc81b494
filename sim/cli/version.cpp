// The only file that is compiled again with every commit.
#include "sim/cli/version.h"

#include "sim/cli/commit.h"

namespace clout {

const char* const kCommit = CLOUT_COMMIT;
const char* const kVersion = CLOUT_VERSION "+" CLOUT_COMMIT;

}  // namespace clout
