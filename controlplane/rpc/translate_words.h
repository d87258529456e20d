#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_WORDS_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_WORDS_H_

#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/validation/violations.h"
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

// Leaves `proto` absent for InfinitePast: use as SetTime(time, [&] { return p.mutable_x_time(); }).
template <typename Mutable>
void SetTime(absl::Time time, Mutable mutable_field) {
  if (time == absl::InfinitePast() || time == absl::InfiniteFuture()) return;
  const int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp* proto = mutable_field();
  // Times before 1970 do not occur; a negative remainder would be invalid.
  proto->set_seconds(micros / 1'000'000);
  proto->set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_WORDS_H_
