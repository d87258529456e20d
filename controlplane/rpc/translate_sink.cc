#include "controlplane/rpc/translate_sink.h"

#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

using Sink = v1::MaxComputeSink;

constexpr Words<Sink::Mode, SinkMode, 3> kModes = {{
    {Sink::DEFAULT, SinkMode::kDefault},
    {Sink::KEY, SinkMode::kKey},
    {Sink::VALUE, SinkMode::kValue},
}};
constexpr Words<Sink::Format, SinkFormat, 4> kFormats = {{
    {Sink::TEXT, SinkFormat::kText},
    {Sink::BINARY, SinkFormat::kBinary},
    {Sink::CSV, SinkFormat::kCsv},
    {Sink::JSON, SinkFormat::kJson},
}};
constexpr Words<Sink::PartitionGranularity, PartitionGranularity, 3> kGranularities = {{
    {Sink::HOUR, PartitionGranularity::kHour},
    {Sink::DAY, PartitionGranularity::kDay},
    {Sink::MINUTE, PartitionGranularity::kMinute},
}};
constexpr Words<Sink::PartitionPattern, PartitionPattern, 2> kPatterns = {{
    {Sink::ORIGINAL, PartitionPattern::kOriginal},
    {Sink::ISO, PartitionPattern::kIso},
}};
constexpr Words<Sink::PartitionClock, PartitionClock, 2> kClocks = {{
    {Sink::RECORD, PartitionClock::kRecord},
    {Sink::INGEST, PartitionClock::kIngest},
}};
constexpr Words<Sink::EndpointKind, EndpointKind, 4> kEndpointKinds = {{
    {Sink::ENDPOINT_KIND_UNSPECIFIED, EndpointKind::kUnspecified},
    {Sink::VPC, EndpointKind::kVpc},
    {Sink::PUBLIC, EndpointKind::kPublic},
    {Sink::PRIVATE, EndpointKind::kPrivate},
}};
constexpr Words<v1::LatePolicy::Action, LatePolicy::Action, 2> kLateActions = {{
    {v1::LatePolicy::ABNORMAL_TOPIC, LatePolicy::Action::kAbnormalTopic},
    {v1::LatePolicy::OWN_PARTITION, LatePolicy::Action::kOwnPartition},
}};

constexpr Words<Sink::Delivery, Delivery, 3> kDeliveries = {{
    {Sink::EXACTLY_ONCE, Delivery::kExactlyOnce},
    {Sink::STREAM, Delivery::kStream},
    {Sink::UPSERT, Delivery::kUpsert},
}};
constexpr Words<v1::UpsertPolicy::Key, UpsertPolicy::Key, 2> kUpsertKeys = {{
    {v1::UpsertPolicy::POSITION, UpsertPolicy::Key::kPosition},
    {v1::UpsertPolicy::RECORD_KEY, UpsertPolicy::Key::kRecordKey},
}};

LatePolicy FromProto(const v1::LatePolicy& proto, Violations& violations) {
  LatePolicy policy;
  policy.action =
      FromWord(kLateActions, proto.action(), "connector.sink.late_policy.action", violations);
  if (proto.has_past_max()) {
    policy.past_max =
        FromDuration(proto.past_max(), "connector.sink.late_policy.past_max", violations);
  }
  if (proto.has_future_max()) {
    policy.future_max =
        FromDuration(proto.future_max(), "connector.sink.late_policy.future_max", violations);
  }
  return policy;
}

void ToProto(const LatePolicy& policy, v1::LatePolicy& proto) {
  proto.set_action(ToWord(kLateActions, policy.action));
  if (policy.past_max.has_value()) SetDuration(*policy.past_max, *proto.mutable_past_max());
  if (policy.future_max.has_value()) SetDuration(*policy.future_max, *proto.mutable_future_max());
}

}  // namespace

MaxComputeSink SinkFromProto(const Sink& proto, Violations& violations) {
  MaxComputeSink sink;
  sink.endpoint = proto.endpoint();
  sink.tunnel_endpoint = proto.tunnel_endpoint();
  sink.project = proto.project();
  sink.schema = proto.schema();
  sink.table = proto.table();
  sink.region = proto.region();
  sink.account_uid = proto.account_uid();
  sink.role_name = proto.role_name();
  if (proto.has_access_key()) {
    sink.access_key =
        AccessKey{proto.access_key().access_key_id(), proto.access_key().access_key_secret()};
  }
  sink.mode = FromWord(kModes, proto.mode(), "connector.sink.mode", violations);
  sink.format = FromWord(kFormats, proto.format(), "connector.sink.format", violations);
  sink.partition_granularity = FromWord(kGranularities, proto.partition_granularity(),
                                        "connector.sink.partition_granularity", violations);
  sink.time_zone = proto.time_zone();
  sink.endpoint_kind =
      FromWord(kEndpointKinds, proto.endpoint_kind(), "connector.sink.endpoint_kind", violations);
  sink.partition_pattern = FromWord(kPatterns, proto.partition_pattern(),
                                    "connector.sink.partition_pattern", violations);
  sink.partition_clock =
      FromWord(kClocks, proto.partition_clock(), "connector.sink.partition_clock", violations);
  sink.late_policy = FromProto(proto.late_policy(), violations);
  sink.delivery = FromWord(kDeliveries, proto.delivery(), "connector.sink.delivery", violations);
  sink.upsert.key =
      FromWord(kUpsertKeys, proto.upsert().key(), "connector.sink.upsert.key", violations);
  sink.upsert.delete_tombstones = proto.upsert().delete_tombstones();
  return sink;
}

Sink SinkToProto(const MaxComputeSink& sink) {
  Sink proto;
  proto.set_endpoint(sink.endpoint);
  proto.set_tunnel_endpoint(sink.tunnel_endpoint);
  proto.set_project(sink.project);
  proto.set_schema(sink.schema);
  proto.set_table(sink.table);
  proto.set_region(sink.region);
  proto.set_account_uid(sink.account_uid);
  proto.set_role_name(sink.role_name);
  if (sink.access_key.has_value()) {
    proto.mutable_access_key()->set_access_key_id(sink.access_key->id);
    proto.mutable_access_key()->set_access_key_secret_set(!sink.access_key->secret.empty());
  }
  proto.set_mode(ToWord(kModes, sink.mode));
  proto.set_format(ToWord(kFormats, sink.format));
  proto.set_partition_granularity(ToWord(kGranularities, sink.partition_granularity));
  proto.set_time_zone(sink.time_zone);
  proto.set_endpoint_kind(ToWord(kEndpointKinds, sink.endpoint_kind));
  proto.set_partition_pattern(ToWord(kPatterns, sink.partition_pattern));
  proto.set_partition_clock(ToWord(kClocks, sink.partition_clock));
  ToProto(sink.late_policy, *proto.mutable_late_policy());
  proto.set_delivery(ToWord(kDeliveries, sink.delivery));
  if (sink.delivery == Delivery::kUpsert) {
    proto.mutable_upsert()->set_key(ToWord(kUpsertKeys, sink.upsert.key));
    proto.mutable_upsert()->set_delete_tombstones(sink.upsert.delete_tombstones);
  }
  return proto;
}

}  // namespace sluice::controlplane
