#include "emulator/faults/fault_registry.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {

std::string FaultRegistry::Add(Fault fault) {
  MutexLock lock(mu_);
  std::string id = absl::StrCat("fault-", ++last_id_);
  entries_[id] = Entry{.fault = std::move(fault)};
  return id;
}

absl::Status FaultRegistry::Remove(const std::string& id) {
  MutexLock lock(mu_);
  const bool known = entries_.erase(id) > 0;
  changed_.NotifyAll();
  return known ? absl::OkStatus() : ServiceError("NoSuchFault", absl::StrCat("no fault ", id));
}

absl::Status FaultRegistry::Release(const std::string& id) {
  MutexLock lock(mu_);
  auto entry = entries_.find(id);
  if (entry == entries_.end()) return ServiceError("NoSuchFault", absl::StrCat("no fault ", id));
  ++entry->second.releases;
  changed_.NotifyAll();
  return absl::OkStatus();
}

void FaultRegistry::Stop() {
  MutexLock lock(mu_);
  stopped_ = true;
  changed_.NotifyAll();
}

std::vector<FaultRegistry::Listed> FaultRegistry::List() const {
  MutexLock lock(mu_);
  std::vector<Listed> listed;
  for (const auto& [id, entry] : entries_) {
    listed.push_back({id, entry.fault, entry.hits, entry.struck, entry.holding});
  }
  return listed;
}

std::optional<FaultRegistry::Strike> FaultRegistry::Match(const std::string& operation,
                                                          const std::string& table) {
  MutexLock lock(mu_);
  for (auto& [id, entry] : entries_) {
    const Fault& fault = entry.fault;
    if (!fault.operation.empty() && fault.operation != operation) continue;
    if (!fault.table.empty() && fault.table != table) continue;
    ++entry.hits;
    if (entry.hits <= fault.skip) continue;
    if (fault.times != 0 && entry.struck >= fault.times) continue;
    ++entry.struck;
    return Strike{id, fault};
  }
  return std::nullopt;
}

absl::Status FaultRegistry::Hold(const std::string& id) {
  MutexLock lock(mu_);
  auto entry = entries_.find(id);
  if (entry == entries_.end()) return absl::OkStatus();
  if (held_ >= kHeldMax) {
    return ServiceError("ServiceUnavailable", absl::StrCat(kHeldMax, " requests are held already"));
  }
  const int64_t releases = entry->second.releases;
  const absl::Time end = absl::Now() + hold_max_;
  ++held_;
  ++entry->second.holding;
  // The entry may be removed meanwhile: look for it anew each time.
  while (!stopped_ && entry != entries_.end() && entry->second.releases == releases) {
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) break;
    changed_.WaitFor(mu_, left);
    entry = entries_.find(id);
  }
  --held_;
  if (entry != entries_.end()) --entry->second.holding;
  if (stopped_) return ServiceError("ServiceUnavailable", "the emulator is stopping");
  return absl::OkStatus();
}

}  // namespace sluice::emulator
