#include "controlplane/validation/connector_rules.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/maxcompute_endpoint.h"
#include "controlplane/validation/resource_rules.h"
#include "conversion/time_zone.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kDescriptionBytesMax = 1024;
constexpr int kTasksMax = 64;

void CheckSource(const ConnectorSpec& spec, Violations& violations) {
  CheckTopic("connector.source.topic", spec.source.topic, violations);
}

void NotYet(absl::string_view field, absl::string_view served, Violations& violations) {
  violations.Add(field, "NOT_YET_SUPPORTED",
                 absl::StrCat("only ", served, " is carried out yet; choose it"));
}

void CheckWriting(const MaxComputeSink& sink, Violations& violations) {
  if (sink.format == SinkFormat::kCsv && sink.mode == SinkMode::kDefault) {
    violations.Add("connector.sink.format", "CSV_NEEDS_KEY_OR_VALUE",
                   "is CSV with mode DEFAULT; choose mode KEY or VALUE, or format TEXT");
  } else {
    if (sink.mode != SinkMode::kDefault) NotYet("connector.sink.mode", "DEFAULT", violations);
    if (sink.format != SinkFormat::kText) NotYet("connector.sink.format", "TEXT", violations);
  }
  if (sink.partition_granularity != PartitionGranularity::kHour) {
    NotYet("connector.sink.partition_granularity", "HOUR", violations);
  }
  if (sink.time_zone.size() > 64 || !conversion::ParseTimeZone(sink.time_zone).ok()) {
    violations.Add("connector.sink.time_zone", "TIME_ZONE_INVALID",
                   absl::StrCat("is ", Echo(sink.time_zone),
                                "; write GMT 08:00, GMT-03:30, UTC or an IANA name such as "
                                "Asia/Shanghai"));
  }
}

void CheckSink(const MaxComputeSink& sink, Violations& violations) {
  CheckUrl("connector.sink.endpoint", sink.endpoint, violations);
  if (!sink.tunnel_endpoint.empty()) {
    CheckUrl("connector.sink.tunnel_endpoint", sink.tunnel_endpoint, violations);
  }
  CheckWord("connector.sink.project", sink.project, "_", 128, violations);
  CheckWord("connector.sink.table", sink.table, "_", 128, violations);
  CheckOptionalWord("connector.sink.region", sink.region, "-", 64, violations);
  CheckWord("connector.sink.role_name", sink.role_name, ".-", 64, violations);
  const std::string& uid = sink.account_uid;
  if (uid.empty()) {
    violations.Add("connector.sink.account_uid", "FIELD_REQUIRED",
                   "is empty; give the uid of the account that owns the role");
  } else if (uid.size() > 32 || !std::all_of(uid.begin(), uid.end(), absl::ascii_isdigit)) {
    violations.Add("connector.sink.account_uid", "FIELD_FORM",
                   absl::StrCat("is ", Echo(uid), "; 1 to 32 digits"));
  }
  CheckWriting(sink, violations);
}

// R16: whether the endpoint can be reached from the instance's network.
void CheckReach(const ConnectorSpec& spec, const Instance& instance, Violations& violations) {
  const MaxComputeEndpoint endpoint = ReadEndpoint(spec.sink.endpoint);
  using Network = MaxComputeEndpoint::Network;
  if (endpoint.network == Network::kPublic && !spec.internet_access) {
    violations.Add(
        "connector.internet_access", "INTERNET_ACCESS_REQUIRED",
        "the endpoint is a public one; allow internet access, or use the VPC endpoint of "
        "the instance's region");
  }
  const bool elsewhere =
      !endpoint.region.empty() && !instance.region.empty() && endpoint.region != instance.region;
  if (endpoint.network == Network::kVpc && elsewhere) {
    violations.Add("connector.sink.endpoint", "INTERNET_ACCESS_REQUIRED",
                   absl::StrCat("is the VPC endpoint of ", Echo(endpoint.region),
                                ", the instance is in ", Echo(instance.region),
                                "; use that region's public endpoint and allow internet access"));
  }
}

void CheckNetwork(const ConnectorSpec& spec, const Instance& instance, Violations& violations) {
  if (!instance.vpc_id.empty() && !spec.vpc_id.empty() && spec.vpc_id != instance.vpc_id) {
    violations.Add("connector.vpc_id", "VPC_MISMATCH",
                   absl::StrCat("is ", Echo(spec.vpc_id), "; the instance's is ",
                                Echo(instance.vpc_id), ", leave it out to take that"));
  }
  const auto& known = instance.vswitch_ids;
  if (!known.empty() && !spec.vswitch_id.empty() &&
      std::find(known.begin(), known.end(), spec.vswitch_id) == known.end()) {
    violations.Add("connector.vswitch_id", "VSWITCH_MISMATCH",
                   absl::StrCat("is ", Echo(spec.vswitch_id),
                                "; it must be one of the instance's, as ", Echo(known[0])));
  }
  CheckReach(spec, instance, violations);
}

}  // namespace

void FillDefaults(Connector& connector, const Instance* instance) {
  ConnectorSpec& spec = connector.spec;
  FillResourceDefaults(connector.id.connector, spec.resources);
  if (spec.sink.time_zone.empty()) spec.sink.time_zone = "GMT 08:00";
  if (spec.sink.region.empty()) spec.sink.region = ReadEndpoint(spec.sink.endpoint).region;
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
                   absl::StrCat("is ", spec.tasks, "; 1 to ", kTasksMax));
  }
  if (instance != nullptr) CheckNetwork(spec, *instance, violations);
}

}  // namespace sluice::controlplane
