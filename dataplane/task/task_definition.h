#ifndef SLUICE_DATAPLANE_TASK_TASK_DEFINITION_H_
#define SLUICE_DATAPLANE_TASK_TASK_DEFINITION_H_

#include <cstdint>
#include <map>
#include <string>

#include "base/kafka/connection_settings.h"
#include "conversion/conversion_definition.h"
#include "dataplane/commit/entry_plan.h"
#include "dataplane/deadletter/error_policy.h"
#include "maxcompute/record/table_name.h"

namespace sluice::dataplane {

// What is promised of the rows (docs/reliability.md).
enum class DeliveryMode {
  kExactlyOnce,
  kStream,  // At least once, within a second.
  kUpsert,  // Changes of a Delta table.
};

// What one revision of a connector says of where rows come from and where they go.
struct RevisionDefinition {
  std::string source_topic;
  std::string endpoint;         // MaxCompute's REST service.
  std::string tunnel_endpoint;  // Empty: the project's own.
  std::string project;
  std::string schema;  // Empty where the project has no schemas.
  std::string table;
  std::string account_uid;
  std::string role_name;
  std::string access_key_id;      // Empty: the role is assumed.
  std::string access_key_secret;  // Secret.
  conversion::ConversionDefinition conversion;
  ErrorPolicy errors;
  DeliveryMode delivery = DeliveryMode::kExactlyOnce;

  maxcompute::TableName table_name() const {
    return {.project = project, .schema = schema, .table = table};
  }

  // Whether rows of both go into the same table, by the same way: sessions of one can be settled by
  // the other. A table that takes changes is another one, also under the same name.
  bool same_table(const RevisionDefinition& other) const {
    return endpoint == other.endpoint && tunnel_endpoint == other.tunnel_endpoint &&
           table_name() == other.table_name() &&
           (delivery == DeliveryMode::kUpsert) == (other.delivery == DeliveryMode::kUpsert);
  }

  friend bool operator==(const RevisionDefinition&, const RevisionDefinition&) = default;
};

// Everything a task needs to run without asking anybody.
struct TaskDefinition {
  std::string connector;  // instances/{instance}/connectors/{connector}
  std::string connector_uid;
  int task_index = 0;
  int task_count = 1;
  int64_t assignment_revision = 0;
  bool paused = false;

  kafka::ConnectionSettings kafka;
  std::string group_id;
  std::string source_topic_id;  // Empty: not known when the start was pinned.
  std::string offset_topic;
  std::string dead_letter_topic;
  std::string abnormal_data_topic;

  int64_t connector_revision = 0;
  std::map<int64_t, RevisionDefinition> revisions;
  std::map<int32_t, int64_t> asked_until;  // By source partition (rule S10).

  // Of the group's member that the task is. Another one than before makes the group share all
  // partitions anew, once it misses the one before.
  std::string member_suffix;

  friend bool operator==(const TaskDefinition&, const TaskDefinition&) = default;

  LedgerIdentity identity() const {
    return {.connector_uid = connector_uid,
            .connector_revision = connector_revision,
            .task_index = task_index,
            .assignment_revision = assignment_revision};
  }

  // The last segment of `connector`.
  std::string connector_id() const { return connector.substr(connector.rfind('/') + 1); }
  const RevisionDefinition* revision(int64_t number) const {
    const auto found = revisions.find(number);
    return found == revisions.end() ? nullptr : &found->second;
  }
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_TASK_DEFINITION_H_
