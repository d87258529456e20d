#include "controlplane/watch/watch_session.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "controlplane/filter/matches.h"
#include "controlplane/watch/resume_token.h"

namespace sluice::controlplane {
namespace {

using Type = WatchMessage::Type;

constexpr size_t kAll = std::numeric_limits<size_t>::max();

// Equal only for subscriptions that mean the same, within one process.
std::string FingerprintOf(const std::vector<WatchSubscription>& subscriptions) {
  std::string text;
  for (const WatchSubscription& one : subscriptions) {
    absl::StrAppend(&text, one.id, "\n", one.instance.value_or("-"), "\n", one.counts,
                    one.counts_only, "\n");
    for (const FilterCondition& condition : one.filter.conditions) {
      absl::StrAppend(&text, static_cast<int>(condition.field), static_cast<int>(condition.op),
                      condition.label, "\n", condition.number, "\n");
      for (const std::string& value : condition.values) absl::StrAppend(&text, value, "\n");
    }
    for (const ConnectorId& id : one.names) {
      absl::StrAppend(&text, id.instance, "/", id.connector, "\n");
    }
    absl::StrAppend(&text, "\f");
  }
  return absl::StrCat(absl::Hex(std::hash<std::string>()(text)));
}

bool Concerns(const WatchSubscription& subscription, const ConnectorId& id) {
  if (subscription.instance.has_value() && id.instance != *subscription.instance) return false;
  return subscription.names.empty() || subscription.names.contains(id);
}

bool Fits(const WatchSubscription& subscription, const SeenConnector& seen, absl::Time now) {
  return Concerns(subscription, seen.connector.id) &&
         Matches(subscription.filter, seen.connector, seen.values, now);
}

uint8_t MemberOf(const SeenConnector& seen) {
  return static_cast<uint8_t>(static_cast<int>(seen.values.state) + 1);
}

}  // namespace

WatchSession::WatchSession(const ChangeBoard& board, std::vector<WatchSubscription> subscriptions,
                           const std::string& resume_token, const Options& options)
    : board_(board),
      subscriptions_(std::move(subscriptions)),
      fingerprint_(FingerprintOf(subscriptions_)),
      asked_token_(resume_token),
      options_(options) {
  for (const WatchSubscription& one : subscriptions_) {
    depends_on_time_ = depends_on_time_ || DependsOnTime(one.filter);
  }
}

std::optional<WatchMessage> WatchSession::Next(absl::Time now, absl::Duration monotonic) {
  if (!told_at_.has_value()) told_at_ = monotonic;
  if (pending_.empty() && board_.ready()) Advance(now, monotonic);
  WatchMessage message;
  if (!pending_.empty()) {
    message = std::move(pending_.front());
    pending_.pop_front();
  } else if (monotonic - *told_at_ >= options_.heartbeat) {
    message.type = Type::kHeartbeat;
    if (begun_) message.resume_token = Token();
  } else {
    return std::nullopt;
  }
  told_at_ = monotonic;
  return message;
}

void WatchSession::Advance(absl::Time now, absl::Duration monotonic) {
  if (!begun_) Begin(now);
  if (!pending_.empty()) return;
  if (snapshot_of_ < subscriptions_.size()) return SnapshotPage(now);
  if (!board_.Remembers(told_)) {  // It was slower than the board's memory is long.
    pending_.push_back({.type = Type::kResync});
    return BeginSnapshot();
  }
  const bool paced = monotonic - round_at_ >= options_.pace;
  if (told_ == until_ && paced) until_ = board_.sequence();
  if (told_ < until_) {
    ChangesPage(now);
  } else if (depends_on_time_ && paced && monotonic - time_at_ >= 2 * options_.pace) {
    time_at_ = monotonic;
    LookAtTime(now);
  }
  if (!pending_.empty()) round_at_ = monotonic;
}

void WatchSession::Begin(absl::Time now) {
  begun_ = true;
  if (asked_token_.empty()) return BeginSnapshot();
  const std::optional<ResumePoint> point = ParseToken(asked_token_);
  if (point.has_value() && point->epoch == board_.epoch() && point->fingerprint == fingerprint_ &&
      board_.Remembers(point->sequence)) {
    return Resume(point->sequence, now);
  }
  pending_.push_back({.type = Type::kResync});
  BeginSnapshot();
}

void WatchSession::BeginSnapshot() {
  standings_.assign(subscriptions_.size(), {});
  snapshot_of_ = 0;
  snapshot_after_.reset();
  // What changes while the pages are told is told again afterwards.
  told_ = until_ = board_.sequence();
}

void WatchSession::Resume(int64_t sequence, absl::Time now) {
  standings_.assign(subscriptions_.size(), {});
  snapshot_of_ = subscriptions_.size();
  told_ = until_ = sequence;
  const std::vector<BoardChange> there = board_.All();
  const std::vector<BoardChange> since = board_.Changes(sequence, board_.sequence(), kAll);
  for (size_t i = 0; i < subscriptions_.size(); ++i) {
    for (const BoardChange& change : there) {
      // What has not changed since fits now if it did then.
      const bool fits = Fits(subscriptions_[i], *change.seen, now);
      SetMember(standings_[i], change.slot, fits ? MemberOf(*change.seen) : kOut);
    }
    for (const BoardChange& change : since) SetMember(standings_[i], change.slot, kUnknown);
    standings_[i].counts_changed = true;
  }
}

void WatchSession::SnapshotPage(absl::Time now) {
  const size_t of = snapshot_of_;
  const WatchSubscription& subscription = subscriptions_[of];
  Standing& standing = standings_[of];
  bool done = false;
  if (subscription.counts_only) {
    for (const BoardChange& change : board_.All()) {
      if (!Fits(subscription, *change.seen, now)) continue;
      SetMember(standing, change.slot, MemberOf(*change.seen));
    }
    done = true;
  } else {
    WatchMessage message{.type = Type::kSnapshot, .subscription_id = subscription.id};
    while (!done && message.connectors.size() < options_.page) {
      const size_t room = options_.page - message.connectors.size();
      const auto next = board_.ByName(subscription.instance, snapshot_after_, room);
      done = next.empty();
      for (const BoardChange& change : next) {
        snapshot_after_ = change.id;
        if (!Fits(subscription, *change.seen, now)) continue;
        SetMember(standing, change.slot, MemberOf(*change.seen));
        message.connectors.push_back(change.seen);
      }
    }
    message.snapshot_done = done;
    pending_.push_back(std::move(message));
  }
  if (!done) return;
  standing.counts_changed = true;
  TellCounts(of);
  snapshot_after_.reset();
  if (++snapshot_of_ == subscriptions_.size()) AddToken();
}

void WatchSession::ChangesPage(absl::Time now) {
  const std::vector<BoardChange> changes = board_.Changes(told_, until_, options_.page);
  told_ = changes.size() < options_.page ? until_ : changes.back().sequence;
  Tell(changes, /*only_transitions=*/false, now);
}

void WatchSession::LookAtTime(absl::Time now) {
  Tell(board_.All(), /*only_transitions=*/true, now);
}

void WatchSession::Tell(const std::vector<BoardChange>& changes, bool only_transitions,
                        absl::Time now) {
  for (size_t i = 0; i < subscriptions_.size(); ++i) TellOne(i, changes, only_transitions, now);
  if (told_ == until_) {
    for (size_t i = 0; i < subscriptions_.size(); ++i) TellCounts(i);
  }
  AddToken();
}

void WatchSession::TellOne(size_t of, const std::vector<BoardChange>& changes,
                           bool only_transitions, absl::Time now) {
  const WatchSubscription& subscription = subscriptions_[of];
  Standing& standing = standings_[of];
  WatchMessage deleted{.type = Type::kDeleted, .subscription_id = subscription.id};
  std::vector<Seen> left;
  std::vector<Seen> changed;
  for (const BoardChange& change : changes) {
    if (!Concerns(subscription, change.id)) continue;
    standing.members.resize(std::max(standing.members.size(), change.slot + 1), kOut);
    const uint8_t before = standing.members[change.slot];
    const bool fits = change.seen != nullptr && Fits(subscription, *change.seen, now);
    const bool was_told = before != kOut;
    SetMember(standing, change.slot, fits ? MemberOf(*change.seen) : kOut);
    if (fits) {
      if (!only_transitions || !was_told) changed.push_back(change.seen);
    } else if (was_told && change.seen == nullptr) {
      deleted.deleted.push_back(change.id);
    } else if (was_told) {
      left.push_back(change.seen);
    }
  }
  if (subscription.counts_only) return;
  if (!deleted.deleted.empty()) pending_.push_back(std::move(deleted));
  TellConnectors(Type::kLeft, of, left);
  TellConnectors(Type::kChanged, of, changed);
}

void WatchSession::TellConnectors(Type type, size_t of, const std::vector<Seen>& connectors) {
  for (size_t begin = 0; begin < connectors.size(); begin += options_.page) {
    const size_t end = std::min(connectors.size(), begin + options_.page);
    pending_.push_back({.type = type,
                        .subscription_id = subscriptions_[of].id,
                        .connectors = {connectors.begin() + begin, connectors.begin() + end}});
  }
}

void WatchSession::TellCounts(size_t of) {
  const WatchSubscription& subscription = subscriptions_[of];
  Standing& standing = standings_[of];
  if (!(subscription.counts || subscription.counts_only) || !standing.counts_changed) return;
  standing.counts_changed = false;
  WatchMessage message{.type = Type::kCounts, .subscription_id = subscription.id};
  for (size_t member = 1; member < standing.by_state.size(); ++member) {
    if (standing.by_state[member] == 0) continue;
    message.counts[static_cast<ObservedState>(member - 1)] = standing.by_state[member];
  }
  pending_.push_back(std::move(message));
}

void WatchSession::AddToken() {
  if (!pending_.empty()) pending_.back().resume_token = Token();
}

void WatchSession::SetMember(Standing& standing, size_t slot, uint8_t member) {
  standing.members.resize(std::max(standing.members.size(), slot + 1), kOut);
  uint8_t& held = standing.members[slot];
  if (held == member) return;
  if (held != kOut && held != kUnknown) --standing.by_state[held];
  if (member != kOut && member != kUnknown) ++standing.by_state[member];
  held = member;
  standing.counts_changed = true;
}

std::string WatchSession::Token() const { return TokenOf({board_.epoch(), fingerprint_, told_}); }

}  // namespace sluice::controlplane
