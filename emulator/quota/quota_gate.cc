#include "emulator/quota/quota_gate.h"

#include <iterator>

#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

struct Rule {
  const char* operation;
  int64_t Quotas::*limit;
  absl::Duration window;
  const char* code;
};

constexpr Rule kRules[] = {
    {"create_upload", &Quotas::uploads_per_5_minutes, absl::Minutes(5), "RequestQuotaExceeded"},
    {"put_block", &Quotas::blocks_per_5_minutes, absl::Minutes(5), "FlowExceeded"},
    {"commit_upload", &Quotas::commits_per_15_seconds, absl::Seconds(15), "QPSExceeded"},
    {"create_download", &Quotas::downloads_per_5_minutes, absl::Minutes(5), "RequestQuotaExceeded"},
};

constexpr absl::Duration kLongestWindow = absl::Minutes(5);
constexpr size_t kTablesMax = 10'000;  // Above it, those without a recent call are forgotten.
constexpr absl::Duration kSlotHold = absl::Milliseconds(500);

}  // namespace

absl::StatusOr<QuotaGate::Pass> QuotaGate::Enter(const std::string& operation,
                                                 const std::string& table) {
  MutexLock lock(mu_);
  const bool is_commit = operation == "commit_upload" && quotas_.commits_at_once > 0;
  const auto commits = commits_now_.find(table);
  if (is_commit && commits != commits_now_.end() && commits->second >= quotas_.commits_at_once) {
    return WithHold(
        ServiceError("SlotExceeded", absl::StrCat("table ", table, " has ", quotas_.commits_at_once,
                                                  " commits at once; try again later")),
        kSlotHold);
  }
  for (const Rule& rule : kRules) {
    const int64_t limit = quotas_.*rule.limit;
    if (limit <= 0 || operation != rule.operation) continue;
    const absl::Duration now = clock_.Monotonic();
    ForgetTheIdle(now);
    std::deque<absl::Duration>& entries = entries_[{operation, table}];
    while (!entries.empty() && entries.front() + rule.window <= now) entries.pop_front();
    if (static_cast<int64_t>(entries.size()) >= limit) {
      return WithHold(
          ServiceError(rule.code, absl::StrCat(operation, " of table ", table, ": at most ", limit,
                                               " in ", absl::FormatDuration(rule.window),
                                               " are allowed; try again later")),
          entries.front() + rule.window - now);
    }
    entries.push_back(now);
  }
  if (!is_commit) return Pass();
  ++commits_now_[table];
  return Pass(*this, table);
}

// Requests may name any table, also such as never was.
void QuotaGate::ForgetTheIdle(absl::Duration now) {
  if (entries_.size() < kTablesMax) return;
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const bool is_idle = entry->second.empty() || entry->second.back() + kLongestWindow <= now;
    entry = is_idle ? entries_.erase(entry) : std::next(entry);
  }
}

void QuotaGate::Leave(const std::string& table) {
  MutexLock lock(mu_);
  if (--commits_now_[table] <= 0) commits_now_.erase(table);
}

}  // namespace sluice::emulator
