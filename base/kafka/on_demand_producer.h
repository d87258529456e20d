#ifndef SLUICE_BASE_KAFKA_ON_DEMAND_PRODUCER_H_
#define SLUICE_BASE_KAFKA_ON_DEMAND_PRODUCER_H_

#include <chrono>
#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/producer.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"

namespace sluice::kafka {

// A producer that is made when there is something to write for the first time: one that never
// writes costs neither threads nor connections. One that can send no more is replaced by the next
// record; what it had taken fails as it closes.
//
// Thread-safe; callbacks may produce again. Owns what it makes, and closes it on a thread of its
// own: whoever lets go of a producer last may be on a thread of that producer.
class OnDemandProducer : public Producer {
 public:
  using Make = std::function<absl::StatusOr<std::unique_ptr<Producer>>()>;

  // One that can send no more is kept when it was made less than `pause` ago: what made it so may
  // last, as a right that is missing.
  explicit OnDemandProducer(Make make, absl::Duration pause = absl::Seconds(1))
      : make_(std::move(make)), pause_(pause) {}

  // Returns when the callbacks of everything taken have run. What they produce meanwhile is
  // refused: UNAVAILABLE, KAFKA_CLIENT_CLOSING.
  ~OnDemandProducer() override;

  // As the producer that is made; or why none can be made, and the next record tries again.
  absl::Status Produce(const ProducerRecord& record, DeliveryCallback delivered) override;
  absl::Status Flush(absl::Duration timeout) override;

 private:
  // One that can send, as far as is known, or that was just made.
  absl::StatusOr<std::shared_ptr<Producer>> Current();
  void Close(Producer* producer);

  const Make make_;
  const absl::Duration pause_;
  Mutex mu_;
  CondVar closed_one_;
  // Shared with calls under way: nobody closes it under them.
  std::shared_ptr<Producer> made_ SLUICE_GUARDED_BY(mu_);
  std::chrono::steady_clock::time_point made_at_ SLUICE_GUARDED_BY(mu_);
  int open_ SLUICE_GUARDED_BY(mu_) = 0;  // Made and not closed yet, replaced ones too.
  bool closing_ SLUICE_GUARDED_BY(mu_) = false;
  WorkQueue closer_{1, std::numeric_limits<size_t>::max()};  // Last: its thread uses the others.
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_ON_DEMAND_PRODUCER_H_
