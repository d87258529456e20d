#ifndef SLUICE_BASE_KAFKA_BROKER_CONFIGS_H_
#define SLUICE_BASE_KAFKA_BROKER_CONFIGS_H_

#include <map>
#include <string>

#include "absl/time/time.h"
#include "base/kafka/admin.h"

namespace sluice::kafka {

// What brokers said of their own configuration, for a while: a broker tells some 300 settings each
// time it is asked, which is more work for it than anything else that is asked of it, and those
// that matter here change only when it starts anew.
//
// One thread at a time.
class BrokerConfigs {
 public:
  // Null: not known, or known for too long.
  const TopicConfigs* Find(const std::string& broker, absl::Time now) const;

  void Remember(const std::string& broker, TopicConfigs configs, absl::Time now);

 private:
  struct Known {
    TopicConfigs configs;
    absl::Time since;
  };

  std::map<std::string, Known> known_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_BROKER_CONFIGS_H_
