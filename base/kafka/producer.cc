#include "base/kafka/producer.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {
namespace {

// The answers to a number of records. Shared with the callbacks, which may come after the wait
// ended.
class Deliveries {
 public:
  explicit Deliveries(size_t expected) : missing_(expected) {}

  void Add(absl::StatusOr<RecordPosition> delivery) {
    MutexLock lock(mu_);
    --missing_;
    if (!delivery.ok() && first_failure_.ok()) first_failure_ = delivery.status();
    if (delivery.ok()) last_ = *delivery;
    changed_.NotifyAll();
  }

  // What was delivered last, when nothing failed.
  absl::StatusOr<RecordPosition> Wait(absl::string_view topic, absl::Duration timeout) {
    const absl::Time deadline = absl::Now() + timeout;
    MutexLock lock(mu_);
    while (missing_ > 0 && first_failure_.ok()) {
      const absl::Duration left = deadline - absl::Now();
      if (left <= absl::ZeroDuration()) {
        return WithReason(absl::UnavailableError(absl::StrCat(
                              "writing to topic ", topic, ": no answer within ",
                              absl::FormatDuration(timeout), "; it may have been stored")),
                          reason::kUnreachable);
      }
      changed_.WaitFor(mu_, left);
    }
    if (!first_failure_.ok()) return first_failure_;
    return last_;
  }

 private:
  Mutex mu_;
  CondVar changed_;
  size_t missing_ SLUICE_GUARDED_BY(mu_);
  absl::Status first_failure_ SLUICE_GUARDED_BY(mu_);
  RecordPosition last_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace

absl::StatusOr<RecordPosition> ProduceAndWait(Producer& producer, const ProducerRecord& record,
                                              absl::Duration timeout) {
  auto deliveries = std::make_shared<Deliveries>(1);
  SLUICE_RETURN_IF_ERROR(
      producer.Produce(record, [deliveries](auto delivery) { deliveries->Add(delivery); }));
  return deliveries->Wait(record.topic, timeout);
}

absl::Status ProduceAllAndWait(Producer& producer, const std::vector<ProducerRecord>& records,
                               absl::Duration timeout) {
  if (records.empty()) return absl::OkStatus();
  auto deliveries = std::make_shared<Deliveries>(records.size());
  for (const ProducerRecord& record : records) {
    SLUICE_RETURN_IF_ERROR(
        producer.Produce(record, [deliveries](auto delivery) { deliveries->Add(delivery); }));
  }
  return deliveries->Wait(records[0].topic, timeout).status();
}

}  // namespace sluice::kafka
