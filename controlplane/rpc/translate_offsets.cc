#include "controlplane/rpc/translate_offsets.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

// More than any cluster has of one topic: a hostile request shall not make long work.
constexpr int kPartitionsMax = 10'000;

std::string In(absl::string_view field, absl::string_view name) {
  return absl::StrCat(field, ".", name);
}

void CheckCount(int count, const std::string& field, Violations& violations) {
  if (count <= kPartitionsMax) return;
  violations.Add(field, "FIELD_TOO_LONG",
                 absl::StrCat("names ", count, " partitions; at most ", kPartitionsMax));
}

void CheckTrue(bool value, const std::string& field, Violations& violations) {
  if (!value) violations.Add(field, "FIELD_FORM", "is false; set it to true, or leave it out");
}

void ReadOffsets(const v1::ExplicitOffsets& proto, absl::string_view field, OffsetTarget& target,
                 Violations& violations) {
  const std::string name = In(field, "offsets.by_partition");
  if (proto.by_partition().empty()) {
    violations.Add(name, "FIELD_REQUIRED", "is empty; name a partition and its offset");
  }
  CheckCount(static_cast<int>(proto.by_partition().size()), name, violations);
  for (const auto& [partition, offset] : proto.by_partition()) {
    if (static_cast<int>(target.offsets.size()) == kPartitionsMax) return;
    target.offsets[partition] = offset;
  }
}

}  // namespace

OffsetTarget TargetFromProto(const v1::OffsetTarget& proto, absl::string_view field,
                             Violations& violations) {
  using Kind = OffsetTarget::Kind;
  OffsetTarget target;
  switch (proto.to_case()) {
    case v1::OffsetTarget::kEarliest:
      target.kind = Kind::kEarliest;
      CheckTrue(proto.earliest(), In(field, "earliest"), violations);
      break;
    case v1::OffsetTarget::kLatest:
      target.kind = Kind::kLatest;
      CheckTrue(proto.latest(), In(field, "latest"), violations);
      break;
    case v1::OffsetTarget::kTime:
      target.kind = Kind::kTime;
      target.time = FromTime(proto.time(), In(field, "time"), violations);
      break;
    case v1::OffsetTarget::kOffsets:
      target.kind = Kind::kExplicit;
      ReadOffsets(proto.offsets(), field, target, violations);
      break;
    case v1::OffsetTarget::kShift:
      target.kind = Kind::kShift;
      target.shift = proto.shift();
      break;
    case v1::OffsetTarget::TO_NOT_SET:
      violations.Add(field, "FIELD_REQUIRED",
                     "says nowhere to move to; set earliest, latest, time, offsets or shift");
      break;
  }
  CheckCount(proto.partitions_size(), In(field, "partitions"), violations);
  if (target.kind == Kind::kExplicit && !proto.partitions().empty()) {
    violations.Add(In(field, "partitions"), "FIELD_CONFLICT",
                   "is given beside offsets, which name their partitions; leave it out");
  }
  if (proto.partitions_size() <= kPartitionsMax) {
    target.partitions.insert(proto.partitions().begin(), proto.partitions().end());
  }
  return target;
}

OffsetPlan PlanFromProto(const v1::OffsetPlan& proto, absl::string_view field,
                         Violations& violations) {
  OffsetPlan plan;
  plan.etag = proto.etag();
  if (plan.etag.empty()) {
    violations.Add(In(field, "etag"), "FIELD_REQUIRED",
                   "is empty; give back what PlanOffsetChange answered, unchanged");
  }
  plan.create_time = FromTime(proto.create_time(), In(field, "create_time"), violations);
  CheckCount(proto.moves_size(), In(field, "moves"), violations);
  for (const v1::PartitionMove& move : proto.moves()) {
    if (static_cast<int>(plan.moves.size()) == kPartitionsMax) break;
    plan.moves.push_back({.partition = move.partition(),
                          .from_offset = move.from_offset(),
                          .to_offset = move.to_offset(),
                          .read_again = move.read_again(),
                          .left_out = move.left_out()});
  }
  return plan;
}

void ToProto(const PartitionMove& move, v1::PartitionMove& proto) {
  proto.set_partition(move.partition);
  proto.set_from_offset(move.from_offset);
  proto.set_to_offset(move.to_offset);
  proto.set_read_again(move.read_again);
  proto.set_left_out(move.left_out);
}

}  // namespace sluice::controlplane
