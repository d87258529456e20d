#include "base/http/client.h"

#include "absl/strings/cord.h"

namespace sluice::http {
namespace {

constexpr char kNotSentUrl[] = "sluice/http/not_sent";

}  // namespace

Delivery DeliveryOf(const absl::Status& status) {
  return status.GetPayload(kNotSentUrl).has_value() ? Delivery::kNotSent : Delivery::kUnknown;
}

absl::Status WithDelivery(absl::Status status, Delivery delivery) {
  if (delivery == Delivery::kNotSent) {
    status.SetPayload(kNotSentUrl, absl::Cord());
  } else {
    status.ErasePayload(kNotSentUrl);
  }
  return status;
}

}  // namespace sluice::http
