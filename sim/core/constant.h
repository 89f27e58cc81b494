/// \file
/// A number of the model that is fixed in the code: no parameter, but with unit, meaning and source like one.
#pragma once

namespace clout {

struct Constant {
  const char* name;
  double value;
  const char* unit;  ///< may be empty
  const char* meaning;
  const char* source;  ///< or `assumed`
};

}  // namespace clout
