#include "base/kafka/broker_configs.h"

#include <utility>

namespace sluice::kafka {
namespace {

// Whoever has changed a broker and started it anew shall not have to wait to see it.
constexpr absl::Duration kRemembered = absl::Seconds(20);

}  // namespace

const TopicConfigs* BrokerConfigs::Find(const std::string& broker, absl::Time now) const {
  const auto found = known_.find(broker);
  if (found == known_.end()) return nullptr;
  // A clock that was set back makes nothing young again.
  const absl::Duration age = now - found->second.since;
  return age >= absl::ZeroDuration() && age < kRemembered ? &found->second.configs : nullptr;
}

void BrokerConfigs::Remember(const std::string& broker, TopicConfigs configs, absl::Time now) {
  known_[broker] = {std::move(configs), now};
}

}  // namespace sluice::kafka
