#include "sim/world/ledger.h"

namespace clout {
namespace {

// The one list of the ledger's columns.
template <class L, class Body>
void each_ledger_column(L& ledger, Body&& body) {
  body("posts", ledger.posts);
  body("posts_recent", ledger.posts_recent);
  body("likes", ledger.likes);
  body("reshares", ledger.reshares);
  body("replies", ledger.replies);
  body("reshares_made", ledger.reshares_made);
  body("items_read", ledger.items_read);
  body("messages_sent", ledger.messages_sent);
  body("messages_received", ledger.messages_received);
  body("messages_answered", ledger.messages_answered);
  body("meetings_asked", ledger.meetings_asked);
  body("meetings_held", ledger.meetings_held);
  body("meetings_received", ledger.meetings_received);
  body("seconds_online", ledger.seconds_online);
  body("seconds_offline", ledger.seconds_offline);
  body("reactions_given_today", ledger.reactions_given_today);
  body("reacted_to_today", ledger.reacted_to_today);
}

}  // namespace

Ledger::Ledger(std::size_t agents) : engagers(agents) {
  each_ledger_column(*this, [&](const char*, auto& column) { column.resize(agents); });
}

std::size_t Ledger::memory_bytes() const {
  std::size_t n = engagers.memory_bytes();
  each_ledger_column(*this, [&](const char*, const auto& column) { n += column.size() * sizeof(column[0]); });
  return n;
}

void Ledger::visit_state(StateVisitor& v) {
  each_ledger_column(*this, [&](const char* name, auto& column) { v.column(name, column); });
  engagers.visit_state(v, "engagers");
}

}  // namespace clout
