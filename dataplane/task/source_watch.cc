#include "dataplane/task/source_watch.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "dataplane/task/replacement.h"

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

bool IsFinal(const absl::Status& found) {
  const std::string reason = ReasonOf(found);
  return reason == "SOURCE_TOPIC_GONE" || reason == "SOURCE_RECREATED" ||
         reason == kafka::reason::kRejoin || reason == "TASK_REPLACED";
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

std::vector<int32_t> Ownerless(int partitions, const std::string& topic,
                               const kafka::GroupDescription& group) {
  std::vector<int32_t> ownerless;
  if (group.state != kafka::GroupState::kStable) return ownerless;
  std::set<kafka::TopicPartition> owned;
  for (const kafka::GroupMember& member : group.members) {
    owned.insert(member.assigned.begin(), member.assigned.end());
  }
  for (int32_t partition = 0; partition < partitions; ++partition) {
    if (!owned.contains({.topic = topic, .partition = partition})) ownerless.push_back(partition);
  }
  return ownerless;
}

SourceWatch::SourceWatch(std::shared_ptr<kafka::Admin> admin, Clock& clock, Options options)
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
  absl::Status found = JudgeSource(described, options_.topic, options_.topic_id);
  if (found.ok()) return LookAtGroup(described->partitions);
  ownerless_since_.clear();  // While brokers are away nobody can be given one.
  return found;
}

absl::Status SourceWatch::LookAtGroup(int partitions) {
  if (options_.group_id.empty()) return absl::OkStatus();
  // Looks may be many, as often as somebody must know of the topic.
  const absl::Duration now = clock_.Monotonic();
  if (now < look_at_group_) return absl::OkStatus();
  look_at_group_ = now + options_.every;
  const absl::StatusOr<kafka::CommittedOffsets> committed =
      admin_->FetchOffsets(options_.group_id, options_.timeout);
  if (committed.ok()) SLUICE_RETURN_IF_ERROR(JudgeReplacement(*committed, options_.identity));
  const absl::StatusOr<kafka::GroupDescription> group =
      admin_->DescribeGroup(options_.group_id, options_.timeout);
  if (!group.ok()) {
    ownerless_since_.clear();
    return absl::OkStatus();  // No news of the topic.
  }
  return JudgeOwnerless(Ownerless(partitions, options_.topic, *group), now);
}

absl::Status SourceWatch::JudgeOwnerless(const std::vector<int32_t>& ownerless,
                                         absl::Duration now) {
  std::map<int32_t, absl::Duration> since;
  for (const int32_t partition : ownerless) {
    const auto before = ownerless_since_.find(partition);
    since[partition] = before == ownerless_since_.end() ? now : before->second;
  }
  ownerless_since_ = std::move(since);
  for (const auto& [partition, first_seen] : ownerless_since_) {
    if (now - first_seen < options_.owned_within) continue;
    return WithReason(absl::UnavailableError(absl::StrCat(
                          "no member of group ", options_.group_id, " has partition ", partition,
                          " of topic ", options_.topic, "; it is to share its partitions anew")),
                      kafka::reason::kRejoin);
  }
  return absl::OkStatus();
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
