#include "base/kafka/commit_rules.h"

#include <algorithm>

namespace sluice::kafka {
namespace {

// Kafka's numbers of the refusals that the coordinator gives before it appends anything. Every
// other error says nothing about what is written.
constexpr int kClearRefusals[] = {
    12,  // OFFSET_METADATA_TOO_LARGE
    22,  // ILLEGAL_GENERATION
    25,  // UNKNOWN_MEMBER_ID
    27,  // REBALANCE_IN_PROGRESS
    28,  // INVALID_COMMIT_OFFSET_SIZE
    29,  // TOPIC_AUTHORIZATION_FAILED
    30,  // GROUP_AUTHORIZATION_FAILED
    82,  // FENCED_INSTANCE_ID
};

bool IsClearRefusal(int error) {
  return std::find(std::begin(kClearRefusals), std::end(kClearRefusals), error) !=
         std::end(kClearRefusals);
}

}  // namespace

int ErrorOf(const CommitReply& reply, int32_t partition) {
  const auto told = reply.partition_errors.find(partition);
  if (told == reply.partition_errors.end()) return reply.call_error;
  // An error of the whole call says nothing of its partitions unless it stands with one of them.
  const bool any_told =
      std::any_of(reply.partition_errors.begin(), reply.partition_errors.end(),
                  [](const auto& partition_error) { return partition_error.second != 0; });
  return reply.call_error != 0 && !any_told ? reply.call_error : told->second;
}

CommitVerdict JudgeCommit(const CommitReply& reply, int32_t partition) {
  if (reply.requests_sent != 1 || reply.partition_errors.count(partition) == 0)
    return CommitVerdict::kUnclear;
  const int error = ErrorOf(reply, partition);
  if (error == 0) return CommitVerdict::kAccepted;
  return IsClearRefusal(error) ? CommitVerdict::kRefused : CommitVerdict::kUnclear;
}

bool MaySend(std::optional<int64_t> current, int64_t epoch) { return current == epoch; }

BeforeLettingGo PlanLettingGo(bool lost, bool outstanding) {
  if (lost) return BeforeLettingGo::kEndMember;
  return outstanding ? BeforeLettingGo::kWaitForAnswer : BeforeLettingGo::kNothing;
}

}  // namespace sluice::kafka
