#include "maxcompute/request/answer.h"

#include "absl/strings/cord.h"

namespace sluice::maxcompute {
namespace {

constexpr char kClearRefusal[] = "sluice/maxcompute/clear_refusal";

}  // namespace

bool IsClearRefusal(const absl::Status& status) {
  return status.GetPayload(kClearRefusal).has_value();
}

absl::Status MarkClearRefusal(absl::Status status) {
  if (!status.ok()) status.SetPayload(kClearRefusal, absl::Cord());
  return status;
}

absl::Status UnmarkClearRefusal(absl::Status status) {
  status.ErasePayload(kClearRefusal);
  return status;
}

}  // namespace sluice::maxcompute
