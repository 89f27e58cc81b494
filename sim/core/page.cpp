#include "sim/core/page.h"

#include <utility>

namespace clout {

Page& Page::operator<<(std::string text) {
  if (text.empty()) return *this;
  if (pieces_.empty() || !std::holds_alternative<std::string>(pieces_.back())) {
    pieces_.emplace_back(std::move(text));
  } else {
    std::get<std::string>(pieces_.back()) += text;
  }
  return *this;
}

Page& Page::operator<<(Table table) {
  pieces_.emplace_back(std::move(table));
  return *this;
}

Page& Page::operator<<(const Page& more) {
  for (const Piece& piece : more.pieces_) std::visit([&](const auto& what) { *this << what; }, piece);
  return *this;
}

std::string Page::text(std::size_t width) const {
  std::string all;
  for (const Piece& piece : pieces_) {
    const auto* const table = std::get_if<Table>(&piece);
    all += table ? table->text(width) : std::get<std::string>(piece);
  }
  return all;
}

}  // namespace clout
