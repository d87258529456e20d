#include "controlplane/validation/resource_rules.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

// A name among the resources: its field, what it is, and what it is called by default.
struct NamedResource {
  absl::string_view field;
  std::string ConnectorResources::*name;
  absl::string_view default_prefix;
};

constexpr absl::string_view kTaskGroupPrefix = "connect-task-";

constexpr NamedResource kResources[] = {
    {"offset_topic", &ConnectorResources::offset_topic, "connect-offset-"},
    {"config_topic", &ConnectorResources::config_topic, "connect-config-"},
    {"status_topic", &ConnectorResources::status_topic, "connect-status-"},
    {"dead_letter_topic", &ConnectorResources::dead_letter_topic, "connect-error-"},
    {"abnormal_data_topic", &ConnectorResources::abnormal_data_topic, "connect-error-"},
    {"task_group", &ConnectorResources::task_group, kTaskGroupPrefix},
    {"connector_group", &ConnectorResources::connector_group, "connect-cluster-"},
};
constexpr size_t kTopics = 5;                 // The first of them.
constexpr size_t kInternalTopics = 3;         // The first of those.
constexpr int kReplicationFactorMax = 32767;  // Kafka's own: a 16-bit number.

std::string FieldOf(const NamedResource& resource) {
  return absl::StrCat("connector.resources.", resource.field);
}

// AUTOMATIC knows only the default names, and the task group has no other name ever (R9).
void CheckFixedNames(const Connector& connector, Violations& violations) {
  const ConnectorResources& resources = connector.spec.resources;
  for (const NamedResource& resource : kResources) {
    const bool fixed = resources.creation == ResourceCreation::kAutomatic ||
                       resource.name == &ConnectorResources::task_group;
    const std::string expected = absl::StrCat(resource.default_prefix, connector.id.connector);
    if (!fixed || resources.*resource.name == expected) continue;
    violations.Add(FieldOf(resource), "RESOURCE_NAME_FIXED",
                   absl::StrCat("is ", Echo(resources.*resource.name), "; leave it out, it is ",
                                Echo(expected)));
  }
}

// Whatever a task group holds is the ledger of a connector: no other name may lead there.
void CheckConnectorGroup(const ConnectorResources& resources, Violations& violations) {
  if (!absl::StartsWith(resources.connector_group, kTaskGroupPrefix)) return;
  violations.Add(
      "connector.resources.connector_group", "FIELD_FORM",
      absl::StrCat("is ", Echo(resources.connector_group), ", but groups that begin with ",
                   kTaskGroupPrefix, " hold the offsets of tasks; choose another name"));
}

// The internal topics are different from each other and from the error topics; none is the source.
void CheckDistinct(const Connector& connector, Violations& violations) {
  const ConnectorResources& resources = connector.spec.resources;
  for (size_t i = 0; i < kTopics; ++i) {
    const std::string& topic = resources.*kResources[i].name;
    if (topic == connector.spec.source.topic) {
      violations.Add("connector.source.topic", "SOURCE_IS_OWN_TOPIC",
                     absl::StrCat("is also ", FieldOf(kResources[i]), "; choose another topic"));
    }
    for (size_t j = 0; j < i; ++j) {
      if (j >= kInternalTopics || topic != resources.*kResources[j].name) continue;
      violations.Add(FieldOf(kResources[i]), "FIELD_FORM",
                     absl::StrCat("is also ", FieldOf(kResources[j]), "; choose another topic"));
    }
  }
}

void CheckStorage(const ConnectorResources& resources, Violations& violations) {
  if (resources.dead_letter_topic == resources.abnormal_data_topic &&
      resources.abnormal_data_storage != resources.dead_letter_storage) {
    violations.Add("connector.resources.abnormal_data_storage", "FIELD_CONFLICT",
                   "differs from dead_letter_storage although both are one topic; leave it out, or "
                   "name two topics");
  }
  if (resources.replication_factor < 0 || resources.replication_factor > kReplicationFactorMax) {
    violations.Add("connector.resources.replication_factor", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", resources.replication_factor,
                                "; set it to 0 (the brokers' default) to ", kReplicationFactorMax));
  }
}

}  // namespace

void FillResourceDefaults(absl::string_view connector, ConnectorResources& resources) {
  for (const NamedResource& resource : kResources) {
    std::string& name = resources.*resource.name;
    if (name.empty()) name = absl::StrCat(resource.default_prefix, connector);
  }
  if (!resources.abnormal_data_storage.has_value()) {
    resources.abnormal_data_storage = resources.dead_letter_storage;
  }
}

void CheckResources(const Connector& connector, const Instance* instance, Violations& violations) {
  CheckStorage(connector.spec.resources, violations);
  // With a name that is refused anyway, complaints about names made from it would only add noise.
  if (!IsId(connector.id.connector)) return;
  const ConnectorResources& resources = connector.spec.resources;
  if (resources.creation == ResourceCreation::kManual) {
    for (const NamedResource& resource : kResources) {
      CheckTopic(FieldOf(resource), resources.*resource.name, violations);
    }
    CheckConnectorGroup(resources, violations);
    if (instance != nullptr && (instance->kafka_version == "0.10.2" ||
                                absl::StartsWith(instance->kafka_version, "0.10.2."))) {
      violations.Add(
          "connector.resources.creation", "MANUAL_NOT_POSSIBLE",
          "is MANUAL, but on an instance of version 0.10.2 topics with a local storage engine "
          "cannot be made by hand; set resources.creation to AUTOMATIC");
    }
  }
  CheckFixedNames(connector, violations);
  CheckDistinct(connector, violations);
}

}  // namespace sluice::controlplane
