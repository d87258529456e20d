#ifndef SLUICE_BASE_KAFKA_RIGHT_H_
#define SLUICE_BASE_KAFKA_RIGHT_H_

#include <compare>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::kafka {

// What an ACL may allow. Read, write, delete and alter include describe.
enum class Operation {
  kRead,
  kWrite,
  kCreate,
  kDelete,
  kAlter,
  kDescribe,
  kDescribeConfigs,
  kAlterConfigs,
  kIdempotentWrite,
};
enum class ResourceType { kTopic, kGroup, kCluster };

// As Kafka's own tools write them: `DescribeConfigs`, `Topic`.
absl::string_view NameOf(Operation operation);
absl::string_view NameOf(ResourceType type);

// One thing that may be done with one resource.
struct Right {
  Operation operation = Operation::kDescribe;
  ResourceType resource_type = ResourceType::kTopic;
  std::string resource_name;  // Ignored for the cluster: there is one.

  friend auto operator<=>(const Right&, const Right&) = default;

  // `Create on Topic:orders`, `DescribeConfigs on Cluster`.
  std::string ToString() const;
};

Right OnTopic(Operation operation, absl::string_view topic);
Right OnGroup(Operation operation, absl::string_view group);
Right OnCluster(Operation operation);

// A right that a user lacks.
struct MissingRight {
  std::string principal;  // `User:sluice`.
  Right right;

  friend auto operator<=>(const MissingRight&, const MissingRight&) = default;

  // `User:sluice may not Create on Topic:orders`.
  std::string ToString() const;

  // The command with which an administrator of `bootstrap_servers` grants it.
  std::string GrantCommand(absl::string_view bootstrap_servers) const;
};

// PERMISSION_DENIED, KAFKA_AUTHORIZATION_FAILED that names principal, operation and resource, with
// the command that grants it as its remedy.
absl::Status DeniedStatus(const MissingRight& missing, absl::string_view bootstrap_servers);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_RIGHT_H_
