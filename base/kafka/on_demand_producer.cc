#include "base/kafka/on_demand_producer.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

OnDemandProducer::~OnDemandProducer() {
  std::shared_ptr<Producer> last;
  {
    MutexLock lock(mu_);
    closing_ = true;
    last.swap(made_);
  }
  last = nullptr;
  MutexLock lock(mu_);
  while (open_ > 0) closed_one_.Wait(mu_);
}

void OnDemandProducer::Close(Producer* producer) {
  closer_.Run([this, producer] {
    delete producer;
    MutexLock lock(mu_);
    --open_;
    closed_one_.NotifyAll();
  });
}

absl::StatusOr<std::shared_ptr<Producer>> OnDemandProducer::Current() {
  MutexLock lock(mu_);
  if (closing_) {
    return WithReason(absl::UnavailableError("this producer is being closed"), reason::kClosing);
  }
  const auto now = std::chrono::steady_clock::now();
  if (made_ != nullptr && !made_->CanSend() && absl::FromChrono(now - made_at_) >= pause_) {
    made_ = nullptr;
  }
  if (made_ == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Producer> made, make_());
    ++open_;
    made_at_ = now;
    made_ = std::shared_ptr<Producer>(made.release(), [this](Producer* last) { Close(last); });
  }
  return made_;
}

absl::Status OnDemandProducer::Produce(const ProducerRecord& record, DeliveryCallback delivered) {
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<Producer> producer, Current());
  const absl::Status status = producer->Produce(record, delivered);
  if (status.ok() || producer->CanSend()) return status;
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<Producer> next, Current());
  if (next == producer) return status;
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
