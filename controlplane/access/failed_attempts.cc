#include "controlplane/access/failed_attempts.h"

#include <arpa/inet.h>

#include <algorithm>

#include "absl/strings/escaping.h"

namespace sluice::controlplane {

bool FailedAttempts::MayTry(const std::string& place, absl::Duration monotonic) {
  MutexLock lock(mu_);
  const auto found = places_.find(place);
  if (found == places_.end()) return true;
  if (monotonic - found->second.since >= options_.window) {
    places_.erase(found);
    return true;
  }
  return found->second.failures < options_.failures_max;
}

void FailedAttempts::Failed(const std::string& place, absl::Duration monotonic) {
  MutexLock lock(mu_);
  if (!places_.contains(place)) MakeRoom(monotonic);
  Count& count = places_.try_emplace(place, Count{0, monotonic}).first->second;
  if (monotonic - count.since >= options_.window) count = {0, monotonic};
  ++count.failures;
}

void FailedAttempts::Succeeded(const std::string& place) {
  MutexLock lock(mu_);
  places_.erase(place);
}

void FailedAttempts::MakeRoom(absl::Duration monotonic) {
  if (places_.size() < options_.places_max) return;
  std::erase_if(places_, [&](const auto& entry) {
    return monotonic - entry.second.since >= options_.window;
  });
  if (places_.size() < options_.places_max) return;
  places_.erase(std::min_element(places_.begin(), places_.end(), [](const auto& a, const auto& b) {
    return a.second.since < b.second.since;
  }));
}

std::string PlaceOf(const std::string& address) {
  constexpr size_t kNetworkBytes = 8;
  in_addr v4;
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return address;
  in6_addr v6;
  if (inet_pton(AF_INET6, address.c_str(), &v6) != 1) return "";
  // An IPv4 address in IPv6's clothes: all of them share a /64.
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    char text[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &v6.s6_addr[12], text, sizeof(text));
    return text;
  }
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(v6.s6_addr), kNetworkBytes));
}

}  // namespace sluice::controlplane
