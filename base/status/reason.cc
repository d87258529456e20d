#include "base/status/reason.h"

#include <optional>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"

namespace sluice {
namespace {

constexpr char kReason[] = "sluice/reason";
constexpr char kRemedy[] = "sluice/remedy";

absl::Status With(absl::Status status, const char* payload, absl::string_view text) {
  if (!status.ok()) status.SetPayload(payload, absl::Cord(text));
  return status;
}

std::string Read(const absl::Status& status, const char* payload) {
  auto text = status.GetPayload(payload);
  return text.has_value() ? std::string(*text) : std::string();
}

}  // namespace

absl::Status WithReason(absl::Status status, absl::string_view reason) {
  return With(std::move(status), kReason, reason);
}

std::string ReasonOf(const absl::Status& status) { return Read(status, kReason); }

absl::Status WithRemedy(absl::Status status, absl::string_view remedy) {
  return With(std::move(status), kRemedy, remedy);
}

std::string RemedyOf(const absl::Status& status) { return Read(status, kRemedy); }

absl::Status Annotate(const absl::Status& status, absl::string_view context) {
  if (status.ok()) return status;
  absl::Status annotated(status.code(), absl::StrCat(context, ": ", status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    annotated.SetPayload(url, payload);
  });
  return annotated;
}

}  // namespace sluice
