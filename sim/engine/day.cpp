#include "sim/engine/day.h"

#include <algorithm>
#include <utility>

namespace clout {

DayCounts& DayCounts::operator+=(const DayCounts& other) {
  items_offered += other.items_offered;
  items_read += other.items_read;
  reactions += other.reactions;
  clamped += other.clamped;
  messages += other.messages;
  answers += other.answers;
  follows += other.follows;
  unfollows += other.unfollows;
  invitations += other.invitations;
  meetings += other.meetings;
  return *this;
}

void DayScratch::open(std::size_t agents, std::size_t chunks, unsigned workers) {
  if (cells.size() != agents) {
    cells.resize(agents);
    cards.resize(agents);
    own_posts.resize(agents);
    reshared_author.resize(agents);
    messages_today.resize(agents);
  }
  counts.assign(workers, {});
  readers.resize(workers);
  doubts.resize(workers);
  follow_changes.resize(chunks);
  new_reshares.resize(chunks);
  for (auto& made : new_reshares) made.clear();
  reactions.open(agents, chunks);
  messages.open(agents, chunks);
  invitations.open(agents, chunks);
  met.resize(invitations.buckets());
  for (auto& made : met) made.clear();
  // Three stages write to `contacts`: reading by chunk of agents, answers and meetings by bucket of targets.
  answer_lane = chunks;
  meet_lane = answer_lane + messages.buckets();
  contacts.open(agents, meet_lane + invitations.buckets());
  bucket_counts.assign(contacts.buckets(), {});
}

DayCounts DayScratch::total() const {
  DayCounts sum;
  for (const DayCounts& c : counts) sum += c;
  for (const DayCounts& c : bucket_counts) sum += c;
  return sum;
}

std::vector<Meeting> DayScratch::meetings() const {
  std::vector<Meeting> all;
  for (const auto& made : met) all.insert(all.end(), made.begin(), made.end());
  std::sort(all.begin(), all.end());
  return all;
}

std::size_t DayScratch::memory_bytes() const {
  std::size_t bytes = cells.size() * (sizeof(FeedCell) + sizeof(AuthorCard) + 1 + sizeof(AgentId) + 1);
  bytes += reactions.memory_bytes() + messages.memory_bytes() +
           follow_notices.memory_bytes() + invitations.memory_bytes() + contacts.memory_bytes() + drops.memory_bytes();
  for (const auto& changes : follow_changes) bytes += changes.capacity() * sizeof(FollowChange);
  for (const auto& made : met) bytes += made.capacity() * sizeof(Meeting);
  return bytes;
}

void end_day(World& world, const DayContext& context) {
  std::vector<Reshares::Entry> reshares;
  for (const auto& made : context.scratch.new_reshares) reshares.insert(reshares.end(), made.begin(), made.end());
  world.reshares.assign(std::move(reshares));
  ++world.day;
}

void live_one_day(World& world, const DayContext& context) {
  const std::size_t n = world.agents();
  context.scratch.open(n, (n + context.chunk - 1) / context.chunk, context.pool.threads());
  publish(world, context);
  read(world, context);
  engage(world, context);
  message(world, context);
  answer(world, context);
  discover(world, context);
  follow_back(world, context);
  invite(world, context);
  meet(world, context);
  keep_ties(world, context);
  end_day(world, context);
}

}  // namespace clout
