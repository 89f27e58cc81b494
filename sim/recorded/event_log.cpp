#include "sim/recorded/event_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "sim/core/nearest.h"
#include "sim/recorded/table_reader.h"

namespace clout {
namespace {

constexpr std::int64_t kMostDays = 36525;  // a hundred years: an Engager's day has 16 bits

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// What `text` begins with, if it is so many digits and not above `most`; they are taken off.
std::optional<int> take_digits(std::string_view& text, std::size_t digits, int most) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  for (const char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = 10 * value + (c - '0');
  }
  if (value > most) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

/// True, and one character shorter, if `text` begins with `c`.
bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Minutes ahead of Greenwich of "Z", "UTC", "+02:00", "-0330", "+02", or nothing.
std::optional<int> zone_minutes(std::string_view text) {
  if (text.empty() || text == "Z" || text == "UTC") return 0;
  const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
  const auto hours = sign == 0 ? std::nullopt : take_digits(text, 2, 23);
  if (!hours) return std::nullopt;
  if (text.empty()) return sign * 60 * *hours;
  take(text, ':');
  const auto minutes = take_digits(text, 2, 59);
  if (!minutes || !text.empty()) return std::nullopt;
  return sign * (60 * *hours + *minutes);
}

/// Minutes since midnight at Greenwich of "23:59", "23:59:59.5Z" or "00:30:00+02:00" (-90: the evening before).
std::optional<int> minutes_at_greenwich(std::string_view text) {
  const auto hours = take_digits(text, 2, 23);
  if (!hours || !take(text, ':')) return std::nullopt;
  const auto minutes = take_digits(text, 2, 59);
  if (!minutes) return std::nullopt;
  if (take(text, ':')) {
    if (!take_digits(text, 2, 60)) return std::nullopt;
    if (take(text, '.'))
      while (take_digits(text, 1, 9)) {
      }
  }
  take(text, ' ');
  const auto zone = zone_minutes(text);
  if (!zone) return std::nullopt;
  return 60 * *hours + *minutes - *zone;
}

/// Days since 1970 of "2011-03-17", alone or with a time behind a space or a T. A time with a zone is of the day that
/// it is at Greenwich then; one without of the day that is written.
std::optional<std::int64_t> date(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const bool alone = text.size() == 10;
  if (!alone && text[10] != 'T' && text[10] != ' ') return std::nullopt;
  const auto minutes = alone ? 0 : minutes_at_greenwich(text.substr(11));
  if (!minutes) return std::nullopt;
  const auto year = whole_number(text.substr(0, 4)), month = whole_number(text.substr(5, 2)),
             day = whole_number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day calendar{std::chrono::year(static_cast<int>(*year)),
                                             std::chrono::month(static_cast<unsigned>(*month)),
                                             std::chrono::day(static_cast<unsigned>(*day))};
  if (!calendar.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(calendar).time_since_epoch().count();
  return *minutes < 0 ? days - 1 : *minutes < 24 * 60 ? days : days + 1;
}

class EventReader {
 public:
  EventReader(TableReader& table, Faults& faults) : table_(table), faults_(faults) {}

  Recording read() {
    const std::size_t before = faults_.size();
    const auto day = table_.require("day"), actor = table_.require("actor"), act = table_.require("act"),
               target = table_.require("target");
    if (faults_.size() > before) return {};
    columns_ = {*day, *actor, *act, *target};
    post_ = table_.find("post");
    for (std::size_t row = 0; row < table_.rows(); ++row)
      if (!read_row(row) && post_) unread_posts_.insert(table_.at(row, *post_).text);
    if (rows_.empty()) return {};
    count_days_from_the_first();
    name_posts();
    if (faults_.size() > before) return {};
    Recording& r = recording_;
    r.follows = FollowGraph(r.ids.size());
    r.has = {ScoreInput::followers,     ScoreInput::followees,         ScoreInput::links,
             ScoreInput::posts,         ScoreInput::posts_recent,      ScoreInput::likes,
             ScoreInput::reshares,      ScoreInput::replies,           ScoreInput::reshares_made,
             ScoreInput::messages_sent, ScoreInput::messages_received, ScoreInput::check_ins,
             ScoreInput::reactions,     ScoreInput::engagers,          ScoreInput::items_read};
    if (names_all_posts_) r.has.add(ScoreInput::post_names);
    return std::move(recording_);
  }

 private:
  struct Columns {
    std::size_t day, actor, act, target;
  };
  /// Where an act of recording_.acts stands in the file.
  struct Row {
    std::int64_t day;
    std::size_t row;
    RecordedAct act;
  };

  AgentId agent(const std::string& id) {
    const auto [place, is_new] = agents_.try_emplace(id, static_cast<AgentId>(recording_.ids.size()));
    if (is_new) recording_.ids.push_back(id);
    return place->second;
  }

  std::optional<std::int64_t> read_day(std::size_t row) {
    const std::string& text = table_.at(row, columns_.day).text;
    const auto number = whole_number(text), calendar = number ? std::nullopt : date(text);
    if (!number && !calendar) {
      table_.fault(row, columns_.day,
                   "expected a whole number >= 0 or a date such as 2011-03-17 or 2011-03-17T23:59:59+02:00, got " +
                       in_quotes(text));
      return std::nullopt;
    }
    if (!rows_.empty() && dates_ != calendar.has_value()) {
      table_.fault(row, columns_.day, "numbers and dates are mixed; one of the two would do");
      return std::nullopt;
    }
    dates_ = calendar.has_value();
    return number ? *number : *calendar;
  }

  std::optional<RecordedActKind> read_act(std::size_t row) {
    const std::string& text = table_.at(row, columns_.act).text;
    static const std::vector<std::string> names(std::begin(kRecordedActNames), std::end(kRecordedActNames));
    const auto place = std::find(names.begin(), names.end(), text);
    if (place != names.end()) return static_cast<RecordedActKind>(place - names.begin());
    table_.fault(row, columns_.act, in_quotes(text) + " is not one of " + list_of(names) + did_you_mean(text, names));
    return std::nullopt;
  }

  /// False if it has a fault.
  bool read_row(std::size_t row) {
    const std::size_t before = faults_.size();
    const auto day = read_day(row);
    const auto kind = read_act(row);
    const std::string &actor = table_.at(row, columns_.actor).text, &target = table_.at(row, columns_.target).text;
    if (actor.empty()) table_.fault(row, columns_.actor, "nobody is named; who did it?");
    for (const std::size_t column : {columns_.actor, columns_.target}) table_.require_utf8(row, column);
    const bool alone = kind == RecordedActKind::post || kind == RecordedActKind::read;
    if (kind && !actor.empty()) check_target(row, alone, actor, target);
    if (faults_.size() > before) return false;
    const AgentId who = agent(actor);
    rows_.push_back({*day, row, {0, who, alone ? who : agent(target), *kind}});
    return true;
  }

  void check_target(std::size_t row, bool alone, const std::string& actor, const std::string& target) {
    if (alone && !target.empty() && target != actor)
      return table_.fault(row, columns_.target, "to post and to read have no target; leave it empty");
    if (!alone && target.empty()) return table_.fault(row, columns_.target, "nobody is named; to whom?");
    if (!alone && target == actor) return table_.fault(row, columns_.target, "somebody acts on themselves");
  }

  /// 0 = Sunday.
  Day weekday(std::int64_t day) const {
    if (!dates_) return static_cast<Day>(day % 7);
    return static_cast<Day>(std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day))).c_encoding());
  }

  void count_days_from_the_first() {
    std::stable_sort(rows_.begin(), rows_.end(), [](const Row& x, const Row& y) { return x.day < y.day; });
    const std::int64_t first = rows_.front().day;
    recording_.first_day = weekday(first);
    for (Row& row : rows_) {
      if (row.day - first >= kMostDays) {
        table_.fault(row.row, columns_.day,
                     "lies " + std::to_string(row.day - first) + " days after the first; at most " +
                         std::to_string(kMostDays - 1) + " would do");
        return;
      }
      row.act.day = row.act.post_day = recording_.first_day + static_cast<Day>(row.day - first);
    }
    recording_.days = rows_.back().act.day + 1;
  }

  struct Post {
    AgentId author;
    Day day;
    std::uint8_t index;
  };

  void name_posts() {
    std::unordered_map<std::string, Post> posts;
    std::map<std::pair<Day, AgentId>, unsigned> of_day;
    for (Row& row : rows_) {
      const std::string name = post_ ? table_.at(row.row, *post_).text : "";
      if (row.act.kind == RecordedActKind::post) {
        const unsigned nth = of_day[{row.act.day, row.act.actor}]++;
        row.act.post_index = static_cast<std::uint8_t>(std::min(255u, nth));
        if (!name.empty() && !posts.try_emplace(name, Post{row.act.actor, row.act.day, row.act.post_index}).second)
          table_.fault(row.row, *post_, "post " + in_quotes(name) + " is put out twice");
      } else if (is_reaction(row.act.kind)) {
        if (name.empty())
          names_all_posts_ = false;
        else
          refer(row, name, posts);
      }
      recording_.acts.push_back(row.act);
    }
  }

  void refer(Row& row, const std::string& name, const std::unordered_map<std::string, Post>& posts) {
    const auto post = posts.find(name);
    if (post == posts.end() && unread_posts_.contains(name)) return;  // said
    if (post == posts.end())
      return table_.fault(row.row, *post_, "post " + in_quotes(name) + " has not been put out before that");
    if (post->second.author != row.act.target)
      return table_.fault(row.row, *post_,
                          "post " + in_quotes(name) + " is of " + in_quotes(recording_.ids[post->second.author]) +
                              ", not of the target");
    row.act.post_day = post->second.day;
    row.act.post_index = post->second.index;
  }

  TableReader& table_;
  Faults& faults_;
  Columns columns_ = {};
  std::optional<std::size_t> post_;
  bool dates_ = false, names_all_posts_ = true;
  std::unordered_map<std::string, AgentId> agents_;
  std::vector<Row> rows_;
  std::unordered_set<std::string> unread_posts_;  ///< of rows with a fault
  Recording recording_;
};

}  // namespace

Recording read_event_log(const std::string& path, Faults& faults) {
  TableReader table(path, faults);
  if (!table.ok()) return {};
  return EventReader(table, faults).read();
}

}  // namespace clout
