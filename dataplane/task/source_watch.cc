#include "dataplane/task/source_watch.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {
namespace {

absl::Status Gone(const std::string& topic) {
  return WithRemedy(
      WithReason(absl::NotFoundError(absl::StrCat("source topic ", topic, " is no longer there")),
                 "SOURCE_TOPIC_GONE"),
      absl::StrCat("create topic ", topic,
                   " again, then delete the connector and create it again: a topic of the same "
                   "name that is made anew has other offsets"));
}

absl::Status Recreated(const std::string& topic) {
  return WithRemedy(
      WithReason(
          absl::FailedPreconditionError(absl::StrCat(
              "topic ", topic, " is another one than when the connector was deployed first")),
          "SOURCE_RECREATED"),
      "its offsets start anew; delete the connector and create it again for the new topic");
}

// The client notices a new partition within 10 seconds and the group shares them anew; so many
// looks later it will not by itself.
constexpr int kLooksNotBegun = 3;

bool IsFinal(const absl::Status& found) {
  const std::string reason = ReasonOf(found);
  return reason == "SOURCE_TOPIC_GONE" || reason == "SOURCE_RECREATED" ||
         reason == kafka::reason::kRejoin;
}

}  // namespace

absl::Status JudgeSource(const absl::StatusOr<kafka::TopicDescription>& described,
                         const std::string& topic, const std::string& topic_id) {
  if (ReasonOf(described.status()) == kafka::reason::kTopicNotFound) return Gone(topic);
  SLUICE_RETURN_IF_ERROR(described.status());
  if (!topic_id.empty() && !described->topic_id.empty() && described->topic_id != topic_id)
    return Recreated(topic);
  return absl::OkStatus();
}

std::vector<int32_t> NotBegun(int partitions, const std::string& topic,
                              const kafka::CommittedOffsets& committed) {
  std::vector<int32_t> not_begun;
  for (int32_t partition = 0; partition < partitions; ++partition) {
    if (!committed.contains({.topic = topic, .partition = partition}))
      not_begun.push_back(partition);
  }
  return not_begun;
}

SourceWatch::SourceWatch(std::unique_ptr<kafka::Admin> admin, Clock& clock, Options options)
    : admin_(std::move(admin)),
      clock_(clock),
      options_(std::move(options)),
      thread_([this] { Serve(); }) {}

SourceWatch::~SourceWatch() {
  {
    MutexLock lock(mu_);
    ending_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
}

absl::Status SourceWatch::verdict() const {
  MutexLock lock(mu_);
  return verdict_;
}

int SourceWatch::partitions_to_share() const {
  MutexLock lock(mu_);
  return partitions_to_share_;
}

void SourceWatch::Confirm() {
  MutexLock lock(mu_);
  asked_ = true;
  changed_.NotifyAll();
}

bool SourceWatch::ConfirmedSince(absl::Duration time) {
  MutexLock lock(mu_);
  return confirmed_ >= time;
}

absl::Status SourceWatch::blind() const {
  MutexLock lock(mu_);
  return blind_;
}

absl::Status SourceWatch::Look() {
  const absl::StatusOr<kafka::TopicDescription> described =
      kafka::DescribeTopic(*admin_, options_.topic, options_.timeout);
  SLUICE_RETURN_IF_ERROR(JudgeSource(described, options_.topic, options_.topic_id));
  return LookForNotBegun(described->partitions);
}

absl::Status SourceWatch::LookForNotBegun(int partitions) {
  if (options_.group_id.empty() || partitions <= options_.partitions_known) return absl::OkStatus();
  // Looks may be many, and a new partition takes its time.
  const absl::Duration now = clock_.Monotonic();
  if (now < look_for_not_begun_) return absl::OkStatus();
  look_for_not_begun_ = now + options_.every;
  const absl::StatusOr<kafka::CommittedOffsets> committed =
      admin_->FetchOffsets(options_.group_id, options_.timeout);
  if (!committed.ok()) return absl::OkStatus();  // No news of the topic.
  const std::vector<int32_t> not_begun = NotBegun(partitions, options_.topic, *committed);
  looks_not_begun_ = not_begun.empty() ? 0 : looks_not_begun_ + 1;
  if (looks_not_begun_ < kLooksNotBegun) return absl::OkStatus();
  MutexLock lock(mu_);
  partitions_to_share_ = partitions;
  return WithReason(absl::UnavailableError(absl::StrCat(
                        "partition ", not_begun.front(), " of topic ", options_.topic,
                        " was begun by nobody; the group is to share its partitions anew")),
                    kafka::reason::kRejoin);
}

void SourceWatch::Serve() {
  absl::Duration pause = options_.every;
  bool missed = false;  // The last look did not find the topic.
  while (true) {
    {
      MutexLock lock(mu_);
      if (!ending_ && !asked_) changed_.WaitFor(mu_, pause);
      if (ending_) return;
      asked_ = false;
    }
    const absl::Duration begun = clock_.Monotonic();
    const absl::Status found = Look();
    const bool gone = ReasonOf(found) == "SOURCE_TOPIC_GONE";
    if (IsFinal(found) && (!gone || missed)) {
      log::Warn("the source is not what it was", {{"topic", options_.topic}, {"error", found}});
      MutexLock lock(mu_);
      verdict_ = found;
      return;
    }
    missed = gone;
    pause = found.ok() ? options_.every : options_.look_again;
    MutexLock lock(mu_);
    blind_ = gone ? absl::OkStatus() : found;
    if (found.ok()) confirmed_ = begun;
    if (found.ok()) continue;
    // Not at once, although whoever waits goes on asking.
    const absl::Duration again = clock_.Monotonic() + options_.look_again;
    for (absl::Duration now = clock_.Monotonic(); !ending_ && now < again;
         now = clock_.Monotonic()) {
      changed_.WaitFor(mu_, again - now);
    }
  }
}

}  // namespace sluice::dataplane
