#include <fcntl.h>
#include <malloc.h>

#include <csignal>
#include <iostream>

#include "sim/cli/command.h"

namespace {

// A program started with a closed stdin, stdout or stderr would give its number to the next file that it opens, and
// write its table into that. The place is taken by something that can be neither read nor written as it would be.
void occupy_closed_streams() {
  for (const int stream : {0, 1, 2})
    if (fcntl(stream, F_GETFD) == -1) (void)open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
}

// Large blocks go back to the system when they are freed. Left alone, the C library raises the threshold with each that
// is freed, keeps the next in its heap, and a world that grows for a year leaves holes there: a seventh of its memory.
// With a threshold that is set it would also give back the end of the heap at every chance; a few MB are kept.
void give_back_large_blocks() {
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 4 << 20);
}

}  // namespace

int main(int argc, char** argv) {
  occupy_closed_streams();
  give_back_large_blocks();
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grows beyond a limit is an error of writing, which is reported
  return clout::run_command(argc, argv, std::cout, std::cerr);
}
