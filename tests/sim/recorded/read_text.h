// A text as a file that a reader is given, and the faults it finds there.
#pragma once

#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

#include "sim/core/faults.h"
#include "tests/sim/output/scratch.h"

namespace clout::test {

/// The faults as text; the file is called t.csv in them.
inline std::string faults_of_text(const std::string& text,
                                  const std::function<void(const std::string& path, Faults& faults)>& read) {
  const Scratch folder;
  const std::string path = (folder / "t.csv").string();
  std::ofstream(path, std::ios::binary) << text;
  Faults faults;
  read(path, faults);
  std::string found = faults.text();
  for (std::size_t at; (at = found.find(path)) != std::string::npos;) found.replace(at, path.size(), "t.csv");
  return found;
}

}  // namespace clout::test
