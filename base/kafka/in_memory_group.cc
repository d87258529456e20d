#include "base/kafka/in_memory_group.h"

#include <set>
#include <utility>

#include "absl/time/time.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"

namespace sluice::kafka {
namespace {

// The broker's offset.metadata.max.bytes, by default: more is refused.
constexpr size_t kMetadataBytesMax = 4096;

std::optional<absl::string_view> ViewOf(const std::optional<std::string>& text) {
  if (!text.has_value()) return std::nullopt;
  return absl::string_view(*text);
}

}  // namespace

class InMemoryGroup::Member : public GroupConsumer {
 public:
  Member(InMemoryGroup& group, AssignmentListener& listener, int64_t generation)
      : group_(group), listener_(listener), generation_(generation) {}

  absl::Status Poll(absl::Duration timeout, int records_max, RecordHandler& handler) override {
    if (absl::Status over = Over(); !over.ok()) return over;
    if (!assigned_) Assign();
    int brought = 0;
    for (auto& [partition, place] : places_) {
      while (!place.paused && !place.lost && brought < records_max) {
        Record record;
        const int64_t offset = place.next;
        const Found found = Find(partition, place.next, record);
        if (found == Found::kEnd) {
          if (place.told_end != place.next) {
            place.told_end = place.next;
            handler.OnEnd(partition, place.next);
          }
          break;
        }
        if (found == Found::kGone) {
          place.lost = true;
          handler.OnError(partition, WithReason(absl::OutOfRangeError("retention deleted it"),
                                                reason::kRecordsExpired));
          break;
        }
        ++place.next;
        if (found == Found::kMarker) continue;
        ++brought;
        ConsumedRecord consumed;
        consumed.partition = partition;
        consumed.offset = offset;
        consumed.timestamp_ms = record.timestamp_ms;
        consumed.key = ViewOf(record.key);
        consumed.value = ViewOf(record.value);
        handler.OnRecord(consumed);
      }
    }
    if (brought == 0) {
      // Others get a turn; what they bring is seen at the next poll.
      Mutex mu;
      CondVar never;
      MutexLock lock(mu);
      never.WaitFor(mu, std::min(timeout, absl::Milliseconds(1)));
    }
    return Over();
  }

  void Pause(int32_t partition) override { places_[partition].paused = true; }
  void Resume(int32_t partition) override { places_[partition].paused = false; }

  absl::Status Rewind(int32_t partition, int64_t offset) override {
    places_[partition].next = offset;
    places_[partition].told_end = -1;
    places_[partition].lost = false;
    return absl::OkStatus();
  }

  absl::StatusOr<std::optional<CommittedOffset>> ReadCommitted(int32_t partition) override {
    return group_.Committed(partition);
  }

  std::vector<PartitionAnswer> Commit(const std::vector<PartitionCommit>& commits) override {
    MutexLock lock(group_.mu_);
    ++group_.commits_;
    const bool fenced = group_.generation_ != generation_ || unclear_;
    Answer answer = {.verdict = fenced ? CommitVerdict::kRefused : CommitVerdict::kAccepted,
                     .written = !fenced};
    if (!fenced && !group_.answers_.empty()) {
      answer = group_.answers_.front();
      group_.answers_.pop_front();
    }
    unclear_ = unclear_ || answer.verdict == CommitVerdict::kUnclear;
    std::vector<PartitionAnswer> answers;
    for (const PartitionCommit& commit : commits) {
      const bool takes = epochs_[commit.partition] == commit.epoch &&
                         commit.committed.metadata.size() <= kMetadataBytesMax;
      if (answer.written && takes) group_.committed_[commit.partition] = commit.committed;
      answers.push_back({.partition = commit.partition,
                         .verdict = takes ? answer.verdict : CommitVerdict::kRefused,
                         .status = answer.verdict == CommitVerdict::kAccepted && takes
                                       ? absl::OkStatus()
                                       : absl::AbortedError("not accepted")});
    }
    return answers;
  }

  absl::StatusOr<int64_t> BeginOffset(int32_t partition) override {
    MutexLock lock(group_.mu_);
    return group_.begins_[partition];
  }

  int64_t EndOffset(int32_t partition) override {
    MutexLock lock(group_.mu_);
    return static_cast<int64_t>(group_.topic_[partition].size());
  }

 private:
  enum class Found { kRecord, kMarker, kEnd, kGone };
  struct Place {
    bool paused = true;
    bool lost = false;  // Until Rewind: what comes next is gone.
    int64_t next = 0;
    int64_t told_end = -1;
  };

  absl::Status Over() {
    MutexLock lock(group_.mu_);
    if (unclear_) return WithReason(absl::UnavailableError("an unclear commit"), reason::kRejoin);
    if (group_.generation_ == generation_) return absl::OkStatus();
    return WithReason(absl::AbortedError("another member took over"), reason::kFenced);
  }

  void Assign() {
    std::vector<AssignedPartition> partitions;
    {
      MutexLock lock(group_.mu_);
      assigned_ = true;
      for (size_t i = 0; i < group_.topic_.size(); ++i) {
        AssignedPartition& one = partitions.emplace_back();
        one.partition = static_cast<int32_t>(i);
        one.epoch = group_.next_epoch_++;
        const auto committed = group_.committed_.find(one.partition);
        if (committed != group_.committed_.end()) one.committed = committed->second;
        epochs_[one.partition] = one.epoch;
        places_[one.partition].next = one.committed.has_value() ? one.committed->next_offset : 0;
      }
    }
    listener_.OnAssigned(partitions);
  }

  Found Find(int32_t partition, int64_t offset, Record& record) {
    MutexLock lock(group_.mu_);
    const auto& records = group_.topic_[partition];
    if (offset < group_.begins_[partition]) return Found::kGone;
    if (offset >= static_cast<int64_t>(records.size())) return Found::kEnd;
    if (!records[offset].has_value()) return Found::kMarker;
    record = *records[offset];
    return Found::kRecord;
  }

  InMemoryGroup& group_;
  AssignmentListener& listener_;
  const int64_t generation_;
  bool assigned_ = false;
  bool unclear_ = false;
  std::map<int32_t, Place> places_;
  std::map<int32_t, int64_t> epochs_;
};

int64_t InMemoryGroup::Append(int32_t partition, Record record) {
  MutexLock lock(mu_);
  topic_[partition].push_back(std::move(record));
  return static_cast<int64_t>(topic_[partition].size()) - 1;
}

void InMemoryGroup::DeleteRecords(int32_t partition, int64_t begin) {
  MutexLock lock(mu_);
  begins_[partition] = begin;
}

void InMemoryGroup::AppendMarker(int32_t partition) {
  MutexLock lock(mu_);
  topic_[partition].push_back(std::nullopt);
}

std::optional<CommittedOffset> InMemoryGroup::Committed(int32_t partition) const {
  MutexLock lock(mu_);
  const auto found = committed_.find(partition);
  if (found == committed_.end()) return std::nullopt;
  return found->second;
}

void InMemoryGroup::SetCommitted(int32_t partition, CommittedOffset committed) {
  MutexLock lock(mu_);
  committed_[partition] = std::move(committed);
}

void InMemoryGroup::ForgetCommitted(int32_t partition) {
  MutexLock lock(mu_);
  committed_.erase(partition);
}

std::unique_ptr<GroupConsumer> InMemoryGroup::Join(AssignmentListener& listener) {
  MutexLock lock(mu_);
  return std::make_unique<Member>(*this, listener, ++generation_);
}

void InMemoryGroup::AnswerNextCommit(CommitVerdict verdict, bool written) {
  MutexLock lock(mu_);
  answers_.push_back({.verdict = verdict, .written = written});
}

int InMemoryGroup::commits() const {
  MutexLock lock(mu_);
  return commits_;
}

}  // namespace sluice::kafka
