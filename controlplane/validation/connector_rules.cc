#include "controlplane/validation/connector_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/resource_rules.h"
#include "controlplane/validation/sink_rules.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kDescriptionBytesMax = 1024;
constexpr int kTasksMax = 64;

void CheckSource(const ConnectorSpec& spec, Violations& violations) {
  CheckTopic("connector.source.topic", spec.source.topic, violations);
  const bool by_time = spec.source.start_offset == StartOffset::kTimestamp;
  if (by_time && !spec.source.start_time.has_value()) {
    violations.Add("connector.source.start_time", "FIELD_REQUIRED",
                   "is empty although start_offset is TIMESTAMP; give the time to begin at, or set "
                   "source.start_offset to LATEST or EARLIEST");
  } else if (!by_time && spec.source.start_time.has_value()) {
    violations.Add("connector.source.start_time", "FIELD_CONFLICT",
                   "is given although start_offset is not TIMESTAMP; leave it out, or set "
                   "source.start_offset to TIMESTAMP");
  } else if (by_time && *spec.source.start_time < absl::UnixEpoch()) {
    violations.Add(
        "connector.source.start_time", "FIELD_OUT_OF_RANGE",
        "is before 1970, when no record was written; set source.start_offset to EARLIEST");
  }
}

void CheckErrorPolicy(const ErrorPolicy& policy, Violations& violations) {
  // Written so that NaN is refused too.
  if (!(policy.max_share > 0 && policy.max_share <= 1)) {
    violations.Add("connector.error_policy.max_share", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", policy.max_share, "; set it above 0 and to at most 1"));
  }
  if (policy.max_per_minute < 0) {
    violations.Add("connector.error_policy.max_per_minute", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", policy.max_per_minute, "; set it to 0 (no limit) or more"));
  }
  if (policy.tolerance == ErrorTolerance::kNone &&
      policy != ErrorPolicy{.tolerance = ErrorTolerance::kNone}) {
    violations.Add("connector.error_policy", "FIELD_CONFLICT",
                   "has limits although tolerance is NONE, where the first bad record counts; "
                   "leave them out, or set error_policy.tolerance to ALL");
  }
}

void CheckCompleteness(const ConnectorSpec& spec, Violations& violations) {
  const CompletenessPolicy& policy = spec.completeness;
  if (policy.grace < absl::ZeroDuration() || policy.grace > absl::Hours(24 * 7)) {
    violations.Add(
        "connector.completeness.grace", "FIELD_OUT_OF_RANGE",
        absl::StrCat("is ", absl::FormatDuration(policy.grace), "; set it to 0 seconds to 7 days"));
  }
  if (policy.announcement_topic.empty()) return;
  CheckWord("connector.completeness.announcement_topic", policy.announcement_topic, "._-", 249,
            violations);
  if (policy.announcement_topic == spec.source.topic) {
    violations.Add("connector.completeness.announcement_topic", "FIELD_CONFLICT",
                   "is the source topic: announcements would be read as records; name another");
  }
}

void CheckNetwork(const ConnectorSpec& spec, const Instance& instance, Violations& violations) {
  if (!instance.vpc_id.empty() && !spec.vpc_id.empty() && spec.vpc_id != instance.vpc_id) {
    violations.Add("connector.vpc_id", "VPC_MISMATCH",
                   absl::StrCat("is ", Echo(spec.vpc_id), ", but the instance's is ",
                                Echo(instance.vpc_id), "; leave it out, to take that"));
  }
  const auto& known = instance.vswitch_ids;
  if (!known.empty() && !spec.vswitch_id.empty() &&
      std::find(known.begin(), known.end(), spec.vswitch_id) == known.end()) {
    violations.Add("connector.vswitch_id", "VSWITCH_MISMATCH",
                   absl::StrCat("is ", Echo(spec.vswitch_id),
                                ", which is none of the instance's; choose one of these, as ",
                                Echo(known[0])));
  }
  CheckReach(spec.sink, spec.internet_access, instance, violations);
}

}  // namespace

void FillDefaults(Connector& connector, const Instance* instance) {
  ConnectorSpec& spec = connector.spec;
  FillResourceDefaults(connector.id.connector, spec.resources);
  FillSinkDefaults(spec.sink);
  if (spec.tasks == 0) spec.tasks = 1;
  if (instance == nullptr) return;
  if (spec.vpc_id.empty()) spec.vpc_id = instance->vpc_id;
  if (spec.vswitch_id.empty() && !instance->vswitch_ids.empty()) {
    spec.vswitch_id = instance->vswitch_ids[0];
  }
}

void CheckConnector(const Connector& connector, const Instance* instance, Violations& violations) {
  const ConnectorSpec& spec = connector.spec;
  CheckId("connector_id", connector.id.connector, violations);
  CheckLabels("connector.labels", connector.labels, violations);
  CheckAnnotations("connector.annotations", connector.annotations, violations);
  CheckText("connector.description", spec.description, kDescriptionBytesMax, violations);
  CheckSource(spec, violations);
  CheckResources(connector, instance, violations);
  CheckSink(spec.sink, violations);
  CheckOptionalWord("connector.vpc_id", spec.vpc_id, "-_", 64, violations);
  CheckOptionalWord("connector.vswitch_id", spec.vswitch_id, "-_", 64, violations);
  if (spec.tasks < 1 || spec.tasks > kTasksMax) {
    violations.Add("connector.scaling.tasks", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", spec.tasks, "; set it to 1 to ", kTasksMax));
  }
  CheckErrorPolicy(spec.error_policy, violations);
  CheckCompleteness(spec, violations);
  if (instance != nullptr) CheckNetwork(spec, *instance, violations);
}

}  // namespace sluice::controlplane
