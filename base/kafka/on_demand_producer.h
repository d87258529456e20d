#ifndef SLUICE_BASE_KAFKA_ON_DEMAND_PRODUCER_H_
#define SLUICE_BASE_KAFKA_ON_DEMAND_PRODUCER_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/producer.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {

// A producer that is made when there is something to write for the first time: one that never
// writes costs neither threads nor connections. One that can send no more is replaced by the next
// record; what it had taken fails as it closes.
//
// Thread-safe. Owns what it makes.
class OnDemandProducer : public Producer {
 public:
  using Make = std::function<absl::StatusOr<std::unique_ptr<Producer>>()>;

  explicit OnDemandProducer(Make make) : make_(std::move(make)) {}

  // As the producer that is made; or why none can be made, and the next record tries again.
  absl::Status Produce(const ProducerRecord& record, DeliveryCallback delivered) override;
  absl::Status Flush(absl::Duration timeout) override;

 private:
  absl::StatusOr<std::shared_ptr<Producer>> Current();
  void Replace(const std::shared_ptr<Producer>& unusable);

  const Make make_;
  Mutex mu_;
  // Shared with calls under way: nobody closes it under them.
  std::shared_ptr<Producer> made_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_ON_DEMAND_PRODUCER_H_
