#include "controlplane/rpc/source_topic.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::controlplane {

absl::Status SourceTopicNotFound(absl::string_view topic) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(
                                   absl::StrCat("source topic ", topic, " does not exist")),
                               "SOURCE_TOPIC_NOT_FOUND"),
                    "create the topic");
}

absl::Status SourcePartitionNotFound(absl::string_view topic, int partition, int partitions) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(
                     absl::StrCat("source topic ", topic, " has no partition ", partition)),
                 "SOURCE_PARTITION_NOT_FOUND"),
      absl::StrCat("choose one of 0 to ", partitions - 1, ", or leave the choice to the broker"));
}

}  // namespace sluice::controlplane
