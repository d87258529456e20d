#include "controlplane/validation/sink_rules.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/maxcompute_endpoint.h"
#include "conversion/time_zone.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kSecretBytesMax = 256;
constexpr absl::Duration kLateBoundMin = absl::Minutes(1);
constexpr absl::Duration kLateBoundMax = absl::Hours(24 * 3650);

// kUnspecified where the host name tells nothing.
EndpointKind KindOfHost(const MaxComputeEndpoint& endpoint) {
  switch (endpoint.network) {
    case MaxComputeEndpoint::Network::kVpc:
      return EndpointKind::kVpc;
    case MaxComputeEndpoint::Network::kPublic:
      return EndpointKind::kPublic;
    case MaxComputeEndpoint::Network::kOther:
      return EndpointKind::kUnspecified;
  }
  return EndpointKind::kUnspecified;
}

absl::string_view NameOf(EndpointKind kind) {
  switch (kind) {
    case EndpointKind::kUnspecified:
      return "";
    case EndpointKind::kVpc:
      return "VPC";
    case EndpointKind::kPublic:
      return "PUBLIC";
    case EndpointKind::kPrivate:
      return "PRIVATE";
  }
  return "";
}

void CheckEndpoint(const MaxComputeSink& sink, Violations& violations) {
  CheckUrl("connector.sink.endpoint", sink.endpoint, violations);
  if (!sink.tunnel_endpoint.empty()) {
    CheckUrl("connector.sink.tunnel_endpoint", sink.tunnel_endpoint, violations);
  }
  const EndpointKind told = KindOfHost(ReadEndpoint(sink.endpoint));
  if (told != EndpointKind::kUnspecified && sink.endpoint_kind != told) {
    violations.Add(
        "connector.sink.endpoint_kind", "ENDPOINT_KIND_MISMATCH",
        absl::StrCat("is ", NameOf(sink.endpoint_kind), ", but the endpoint ", Echo(sink.endpoint),
                     " is a ", NameOf(told), " one; leave the kind out, or give another endpoint"));
  }
  CheckOptionalWord("connector.sink.region", sink.region, "-", 64, violations);
  const std::string region = ReadEndpoint(sink.endpoint).region;
  if (!region.empty() && sink.region != region) {
    violations.Add("connector.sink.region", "FIELD_CONFLICT",
                   absl::StrCat("is ", Echo(sink.region), ", but the endpoint is of ", Echo(region),
                                "; leave the region out"));
  }
}

void CheckRole(const MaxComputeSink& sink, Violations& violations) {
  CheckWord("connector.sink.role_name", sink.role_name, ".-", 64, violations);
  const std::string& uid = sink.account_uid;
  if (uid.empty()) {
    violations.Add("connector.sink.account_uid", "FIELD_REQUIRED",
                   "is empty; give the uid of the account that owns the role");
  } else if (uid.size() > 32 || !std::all_of(uid.begin(), uid.end(), absl::ascii_isdigit)) {
    violations.Add("connector.sink.account_uid", "FIELD_FORM",
                   absl::StrCat("is ", Echo(uid), "; write its 1 to 32 digits"));
  }
}

void CheckAccessKey(const MaxComputeSink& sink, Violations& violations) {
  CheckWord("connector.sink.access_key.access_key_id", sink.access_key->id, "_-.", 128, violations);
  const std::string& secret = sink.access_key->secret;
  // Never echoed.
  if (secret.empty()) {
    violations.Add("connector.sink.access_key.access_key_secret", "FIELD_REQUIRED",
                   "is empty; give the secret of the access key");
  } else if (secret.size() > kSecretBytesMax) {
    violations.Add(
        "connector.sink.access_key.access_key_secret", "FIELD_TOO_LONG",
        absl::StrCat("has ", secret.size(), " bytes; give one of at most ", kSecretBytesMax));
  } else if (!std::all_of(secret.begin(), secret.end(), absl::ascii_isgraph)) {
    violations.Add("connector.sink.access_key.access_key_secret", "FIELD_FORM",
                   "holds a blank or a character that is not printable ASCII; copy it again");
  }
  for (const auto& [field, value] : {std::pair("connector.sink.role_name", &sink.role_name),
                                     std::pair("connector.sink.account_uid", &sink.account_uid)}) {
    if (value->empty()) continue;
    violations.Add(field, "FIELD_CONFLICT",
                   absl::StrCat("is ", Echo(*value), " although there is an access key; leave out ",
                                "one of them: a role is assumed, or a key is used"));
  }
}

void CheckFormat(const MaxComputeSink& sink, Violations& violations) {
  if (sink.format == SinkFormat::kCsv && sink.mode == SinkMode::kDefault) {
    violations.Add(
        "connector.sink.format", "CSV_NEEDS_KEY_OR_VALUE",
        "is CSV with mode DEFAULT, but CSV fills all columns from one text; set sink.format to "
        "TEXT, or set sink.mode to VALUE or KEY");
  }
  if (sink.time_zone.size() > 64 || !conversion::ParseTimeZone(sink.time_zone).ok()) {
    violations.Add("connector.sink.time_zone", "TIME_ZONE_INVALID",
                   absl::StrCat("is ", Echo(sink.time_zone),
                                "; write GMT 08:00, GMT-03:30, UTC or an IANA name such as "
                                "Asia/Shanghai"));
  }
}

void CheckLateBound(absl::string_view field, std::optional<absl::Duration> bound,
                    Violations& violations) {
  if (!bound.has_value() || (*bound >= kLateBoundMin && *bound <= kLateBoundMax)) return;
  violations.Add(
      absl::StrCat("connector.sink.late_policy.", field), "FIELD_OUT_OF_RANGE",
      absl::StrCat("is ", absl::FormatDuration(*bound), "; set it to 1 minute to 3650 days"));
}

void CheckLatePolicy(const MaxComputeSink& sink, Violations& violations) {
  CheckLateBound("past_max", sink.late_policy.past_max, violations);
  CheckLateBound("future_max", sink.late_policy.future_max, violations);
  if (sink.partition_clock == PartitionClock::kIngest && sink.late_policy != LatePolicy()) {
    violations.Add("connector.sink.late_policy", "FIELD_CONFLICT",
                   "is given with partition_clock INGEST, which knows no late records; leave it "
                   "out, or set sink.partition_clock to RECORD");
  }
}

void CheckUpsertKey(const MaxComputeSink& sink, Violations& violations) {
  if (sink.upsert.key == UpsertPolicy::Key::kPosition) {
    if (!sink.upsert.delete_tombstones) return;
    violations.Add("connector.sink.upsert.delete_tombstones", "FIELD_CONFLICT",
                   "is true with key POSITION, but no earlier row has the position of a "
                   "tombstone; leave it out, or set sink.upsert.key to RECORD_KEY");
  } else if (sink.format == SinkFormat::kBinary) {
    violations.Add("connector.sink.upsert.key", "FIELD_CONFLICT",
                   "is RECORD_KEY with format BINARY, but a primary key cannot be of BINARY; set "
                   "sink.format to TEXT, or sink.upsert.key to POSITION");
  } else if (sink.format == SinkFormat::kText && sink.mode == SinkMode::kValue) {
    violations.Add("connector.sink.upsert.key", "FIELD_CONFLICT",
                   "is RECORD_KEY, but mode VALUE with TEXT leaves the key out of the row; set "
                   "sink.mode to DEFAULT, or sink.upsert.key to POSITION");
  }
}

void CheckDelivery(const MaxComputeSink& sink, Violations& violations) {
  if (sink.delivery == Delivery::kUpsert) {
    CheckUpsertKey(sink, violations);
  } else if (sink.upsert != UpsertPolicy()) {
    violations.Add("connector.sink.upsert", "FIELD_CONFLICT",
                   "is given, but rows are told apart by a key only with delivery UPSERT; leave it "
                   "out, or set sink.delivery to UPSERT");
  }
  if (sink.delivery == Delivery::kUpsert && sink.partition_clock == PartitionClock::kIngest) {
    violations.Add("connector.sink.partition_clock", "FIELD_CONFLICT",
                   "is INGEST with delivery UPSERT, but a record that is read again must find its "
                   "row in the same table partition; set sink.partition_clock to RECORD");
  }
}

}  // namespace

void FillSinkDefaults(MaxComputeSink& sink) {
  const MaxComputeEndpoint endpoint = ReadEndpoint(sink.endpoint);
  if (sink.time_zone.empty()) sink.time_zone = "GMT 08:00";
  if (sink.region.empty()) sink.region = endpoint.region;
  if (sink.endpoint_kind == EndpointKind::kUnspecified) sink.endpoint_kind = KindOfHost(endpoint);
  if (sink.endpoint_kind == EndpointKind::kUnspecified) {
    sink.endpoint_kind = EndpointKind::kPrivate;
  }
}

void CheckSinkAccess(const MaxComputeSink& sink, Violations& violations) {
  CheckEndpoint(sink, violations);
  CheckWord("connector.sink.project", sink.project, "_", 128, violations);
  CheckOptionalWord("connector.sink.schema", sink.schema, "_", 128, violations);
  if (sink.access_key.has_value()) {
    CheckAccessKey(sink, violations);
  } else {
    CheckRole(sink, violations);
  }
}

void CheckSink(const MaxComputeSink& sink, Violations& violations) {
  CheckEndpoint(sink, violations);
  CheckWord("connector.sink.project", sink.project, "_", 128, violations);
  CheckOptionalWord("connector.sink.schema", sink.schema, "_", 128, violations);
  CheckWord("connector.sink.table", sink.table, "_", 128, violations);
  if (sink.access_key.has_value()) {
    CheckAccessKey(sink, violations);
  } else {
    CheckRole(sink, violations);
  }
  CheckFormat(sink, violations);
  CheckLatePolicy(sink, violations);
  CheckDelivery(sink, violations);
}

void CheckReach(const MaxComputeSink& sink, bool internet_access, const Instance& instance,
                Violations& violations) {
  if (sink.endpoint_kind == EndpointKind::kPublic && !internet_access) {
    violations.Add(
        "connector.internet_access", "INTERNET_ACCESS_REQUIRED",
        "is false, but the endpoint is reached over the internet; set "
        "internet_access to true, or set sink.endpoint to the VPC endpoint of the instance's "
        "region");
  }
  const bool elsewhere =
      !sink.region.empty() && !instance.region.empty() && sink.region != instance.region;
  if (sink.endpoint_kind == EndpointKind::kVpc && elsewhere) {
    violations.Add(
        "connector.sink.endpoint", "INTERNET_ACCESS_REQUIRED",
        absl::StrCat(
            "is the VPC endpoint of ", Echo(sink.region), ", the instance is in ",
            Echo(instance.region),
            "; set sink.endpoint to that region's public endpoint and internet_access to true"));
  }
}

}  // namespace sluice::controlplane
