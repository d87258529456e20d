#include "base/kafka/on_demand_producer.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

absl::StatusOr<std::shared_ptr<Producer>> OnDemandProducer::Current() {
  MutexLock lock(mu_);
  if (made_ == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(made_, make_());
  }
  return made_;
}

void OnDemandProducer::Replace(const std::shared_ptr<Producer>& unusable) {
  MutexLock lock(mu_);
  if (made_ == unusable) made_ = nullptr;  // The caller still holds it: it is not closed in here.
}

absl::Status OnDemandProducer::Produce(const ProducerRecord& record, DeliveryCallback delivered) {
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<Producer> producer, Current());
  const absl::Status status = producer->Produce(record, delivered);
  if (ReasonOf(status) != reason::kProducerUnusable) return status;
  Replace(producer);
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<Producer> next, Current());
  return next->Produce(record, std::move(delivered));
}

absl::Status OnDemandProducer::Flush(absl::Duration timeout) {
  std::shared_ptr<Producer> producer;
  {
    MutexLock lock(mu_);
    producer = made_;
  }
  return producer == nullptr ? absl::OkStatus() : producer->Flush(timeout);
}

}  // namespace sluice::kafka
