// What is printed, before it is known how wide the terminal is.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "sim/core/table.h"

namespace clout {

/// Texts and tables in the order in which they are printed.
class Page {
 public:
  using Piece = std::variant<std::string, Table>;

  /// An empty text adds nothing.
  Page& operator<<(std::string text);
  Page& operator<<(Table table);
  Page& operator<<(const Page& more);

  const std::vector<Piece>& pieces() const { return pieces_; }
  bool empty() const { return pieces_.empty(); }
  /// Texts as they are; `width` as in Table::text.
  std::string text(std::size_t width = 0) const;

 private:
  std::vector<Piece> pieces_;
};

}  // namespace clout
