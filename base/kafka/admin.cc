#include "base/kafka/admin.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

absl::StatusOr<TopicDescription> DescribeTopic(Admin& admin, const std::string& name,
                                               absl::Duration timeout) {
  SLUICE_ASSIGN_OR_RETURN(auto topics, admin.DescribeTopics({name}, timeout));
  const auto found = topics.find(name);
  if (found == topics.end()) {
    return WithReason(absl::NotFoundError(absl::StrCat("topic ", name, " does not exist")),
                      reason::kTopicNotFound);
  }
  return found->second;
}

absl::Status FirstRefusal(const PartitionAnswers& answers) {
  for (const auto& [partition, status] : answers) {
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace sluice::kafka
