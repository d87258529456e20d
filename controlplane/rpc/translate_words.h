#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_WORDS_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_WORDS_H_

#include <array>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/validation/violations.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

// Enums and times of protos; for translate*.cc.
namespace sluice::controlplane {

// Which value of a proto's enum stands for which of the model's. The first is the default.
template <typename Proto, typename Model, size_t N>
using Words = std::array<std::pair<Proto, Model>, N>;

template <typename Proto, typename Model, size_t N>
Proto ToWord(const Words<Proto, Model, N>& words, Model value) {
  for (const auto& [proto, model] : words) {
    if (model == value) return proto;
  }
  return words[0].first;
}

// 0, "unspecified", is the default.
template <typename Proto, typename Model, size_t N>
Model FromWord(const Words<Proto, Model, N>& words, Proto value, absl::string_view field,
               Violations& violations) {
  if (value == 0) return words[0].second;
  for (const auto& [proto, model] : words) {
    if (proto == value) return model;
  }
  violations.Add(field, "FIELD_FORM",
                 absl::StrCat("is ", static_cast<int>(value),
                              ", which this server does not know; choose a documented value"));
  return words[0].second;
}

// The first second of the year 1, and the last of 9999: what a Timestamp may say.
inline constexpr int64_t kFirstSecond = -62135596800;
inline constexpr int64_t kLastSecond = 253402300799;

// Leaves `proto` absent for a time that it cannot say, as InfinitePast: use as
// SetTime(time, [&] { return p.mutable_x_time(); }). Those of records are what producers wrote, and
// may be of any year; an answer with one of the year 55000 could not be written as JSON.
template <typename Mutable>
void SetTime(absl::Time time, Mutable mutable_field) {
  // Towards the past: nanos are never negative.
  const int64_t seconds = absl::ToUnixSeconds(time);
  if (seconds < kFirstSecond || seconds > kLastSecond) return;
  google::protobuf::Timestamp* proto = mutable_field();
  proto->set_seconds(seconds);
  proto->set_nanos(
      static_cast<int32_t>((time - absl::FromUnixSeconds(seconds)) / absl::Microseconds(1)) * 1000);
}

// 0001-01-01 to 9999-12-31, as protobuf's JSON wants it; cut to microseconds, which is what is
// stored and answered.
inline absl::Time FromTime(const google::protobuf::Timestamp& proto, absl::string_view field,
                           Violations& violations) {
  if (proto.seconds() < kFirstSecond || proto.seconds() > kLastSecond || proto.nanos() < 0 ||
      proto.nanos() > 999'999'999) {
    violations.Add(field, "FIELD_OUT_OF_RANGE",
                   "is no time between the years 1 and 9999; write it as 2026-01-31T15:04:05Z");
    return absl::UnixEpoch();
  }
  return absl::FromUnixSeconds(proto.seconds()) + absl::Microseconds(proto.nanos() / 1000);
}

// Up to 10,000 years, seconds and nanos of one sign.
inline absl::Duration FromDuration(const google::protobuf::Duration& proto, absl::string_view field,
                                   Violations& violations) {
  const bool signs_differ =
      (proto.seconds() > 0 && proto.nanos() < 0) || (proto.seconds() < 0 && proto.nanos() > 0);
  if (proto.seconds() < -315576000000 || proto.seconds() > 315576000000 || signs_differ ||
      proto.nanos() < -999'999'999 || proto.nanos() > 999'999'999) {
    violations.Add(field, "FIELD_OUT_OF_RANGE",
                   "is no duration of at most 10,000 years; write it as 3600s");
    return absl::ZeroDuration();
  }
  return absl::Seconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

inline void SetDuration(absl::Duration duration, google::protobuf::Duration& proto) {
  absl::Duration rest;
  proto.set_seconds(absl::IDivDuration(duration, absl::Seconds(1), &rest));
  proto.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_WORDS_H_
