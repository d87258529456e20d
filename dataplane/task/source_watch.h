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
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
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

// Source partitions of `topic` below `partitions` that no member of the group has; none while the
// group is about to share them. Pure.
std::vector<int32_t> Ownerless(int partitions, const std::string& topic,
                               const kafka::GroupDescription& group);

// Looks again and again whether the source topic is still the one that the start was pinned in,
// while a member of the group reads it: neither the group nor the records would tell. And whether
// the group reads all of it: static members that come back to a stable group get what the last
// generation gave them, and nothing is shared anew. When that generation was only the first half of
// a cooperative rebalance, or the topic has grown since, there are partitions that nobody has. And
// whether a later assignment of the task has written to the ledger: a successor that joins as
// another member fences nobody.
//
// Looks before rows of a batch become visible, too: records that were read before a look began are
// of the topic that it found. Owns a thread; borrows the clock; the admin may be asked by others,
// too. Any thread may call.
class SourceWatch : public SourceWitness {
 public:
  struct Options {
    std::string topic;
    std::string topic_id;
    std::string group_id;          // Empty: the group is not looked at.
    LedgerIdentity identity = {};  // Of the task.
    // The client notices a new partition within 10 seconds, and the second half of a rebalance
    // follows the first at once: after this time no member will get one by itself.
    absl::Duration owned_within = absl::Seconds(20);
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
  // no news of the topic. UNAVAILABLE, KAFKA_REJOIN: nobody has had some partition for a while; the
  // group must share them anew. ABORTED, TASK_REPLACED.
  absl::Status verdict() const;

  // Whether the verdict is that the group must share its partitions anew.
  bool IsToShareAnew() const { return ReasonOf(verdict()) == kafka::reason::kRejoin; }

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
  absl::Status JudgeOwnerless(const std::vector<int32_t>& ownerless, absl::Duration now);

  const std::shared_ptr<kafka::Admin> admin_;
  Clock& clock_;
  const Options options_;
  // Of the thread.
  std::map<int32_t, absl::Duration> ownerless_since_;  // By Clock::Monotonic.
  absl::Duration look_at_group_ = -absl::InfiniteDuration();

  mutable Mutex mu_;
  CondVar changed_;
  bool asked_ SLUICE_GUARDED_BY(mu_) = false;
  bool ending_ SLUICE_GUARDED_BY(mu_) = false;
  absl::Status verdict_ SLUICE_GUARDED_BY(mu_);
  absl::Status blind_ SLUICE_GUARDED_BY(mu_);
  // When the last look that found the topic as it was began.
  absl::Duration confirmed_ SLUICE_GUARDED_BY(mu_) = -absl::InfiniteDuration();
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_SOURCE_WATCH_H_
