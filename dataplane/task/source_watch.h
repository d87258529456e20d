#ifndef SLUICE_DATAPLANE_TASK_SOURCE_WATCH_H_
#define SLUICE_DATAPLANE_TASK_SOURCE_WATCH_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "dataplane/commit/entry_plan.h"
#include "dataplane/task/source_witness.h"

namespace sluice::dataplane {

// What a description of the source topic means to a task whose start was pinned in the topic of
// this id (empty: not known). OK; NOT_FOUND, SOURCE_TOPIC_GONE; FAILED_PRECONDITION,
// SOURCE_RECREATED; or why there is no description. Pure.
absl::Status JudgeSource(const absl::StatusOr<kafka::TopicDescription>& described,
                         const std::string& topic, const std::string& topic_id);

// Source partitions of `topic` below `partitions` of which the group has committed nothing: whoever
// is given one writes down at once where it begins. Pure.
std::vector<int32_t> NotBegun(int partitions, const std::string& topic,
                              const kafka::CommittedOffsets& committed);

// Looks again and again whether the source topic is still the one that the start was pinned in,
// while a member of the group reads it: neither the group nor the records would tell. And whether
// the group reads all of it: a static member that comes back to a stable group gets its former
// partitions, and takes the topic's present number of partitions for the former one. And whether a
// later assignment of the task has written to the ledger: a successor that joins as another member
// fences nobody.
//
// Looks before rows of a batch become visible, too: records that were read before a look began are
// of the topic that it found. Owns a thread; borrows the clock; the admin may be asked by others,
// too. Any thread may call.
class SourceWatch : public SourceWitness {
 public:
  struct Options {
    std::string topic;
    std::string topic_id;
    std::string group_id;          // Empty: what the group has committed is not looked at.
    LedgerIdentity identity = {};  // Of the task.
    // Up to this number of partitions, those that nobody has begun are known and have another
    // reason.
    int partitions_known = 0;
    // The client notices a new partition within 10 seconds and the group shares them anew; after
    // this time it will not by itself.
    absl::Duration begun_within = absl::Seconds(20);
    absl::Duration every = absl::Seconds(10);
    // A broker that has just started may not know a topic for a moment.
    absl::Duration look_again = absl::Seconds(2);
    absl::Duration timeout = absl::Seconds(5);
  };

  SourceWatch(std::shared_ptr<kafka::Admin> admin, Clock& clock, Options options);
  ~SourceWatch() override;
  SourceWatch(const SourceWatch&) = delete;
  SourceWatch& operator=(const SourceWatch&) = delete;

  // OK, or as JudgeSource: once it is another topic, or none, it stays so. That nobody answers is
  // no news of the topic. UNAVAILABLE, KAFKA_REJOIN: some partition was begun by nobody for a
  // while; the group must share them anew. ABORTED, TASK_REPLACED.
  absl::Status verdict() const;

  // Of such a verdict: how many partitions the topic has. 0 otherwise.
  int partitions_to_share() const;

  // It is looked at now: something speaks against it, or somebody must know.
  void Confirm() override;
  bool ConfirmedSince(absl::Duration time) override;

  // Why the last look told nothing; OK when it did.
  absl::Status blind() const;

 private:
  void Serve();
  absl::Status Look();
  absl::Status LookAtGroup(int partitions);
  // Whether one of these has been so for too long, by a look that began at `now`.
  absl::Status JudgeNotBegun(const std::vector<int32_t>& not_begun, int partitions,
                             absl::Duration now);

  const std::shared_ptr<kafka::Admin> admin_;
  Clock& clock_;
  const Options options_;
  // Of the thread.
  std::map<int32_t, absl::Duration> not_begun_since_;  // By Clock::Monotonic.
  absl::Duration look_at_group_ = -absl::InfiniteDuration();

  mutable Mutex mu_;
  CondVar changed_;
  bool asked_ SLUICE_GUARDED_BY(mu_) = false;
  bool ending_ SLUICE_GUARDED_BY(mu_) = false;
  absl::Status verdict_ SLUICE_GUARDED_BY(mu_);
  absl::Status blind_ SLUICE_GUARDED_BY(mu_);
  // When the last look that found the topic as it was began.
  absl::Duration confirmed_ SLUICE_GUARDED_BY(mu_) = -absl::InfiniteDuration();
  int partitions_to_share_ SLUICE_GUARDED_BY(mu_) = 0;
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_SOURCE_WATCH_H_
