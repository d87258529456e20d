#include "base/kafka/group_coordinator.h"

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

absl::StatusOr<const rd_kafka_ConsumerGroupDescription_t*> AwaitGroup(ClientHandle& client,
                                                                      AdminCall& call,
                                                                      const std::string& group) {
  const char* name = group.c_str();
  rd_kafka_DescribeConsumerGroups(client.get(), &name, 1, call.options(), call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_ConsumerGroupDescription_t** groups =
      rd_kafka_DescribeConsumerGroups_result_groups(
          rd_kafka_event_DescribeConsumerGroups_result(event), &count);
  if (count != 1)
    return absl::InternalError(absl::StrCat(call.doing(), ": no group in the answer"));
  return groups[0];
}

}  // namespace sluice::kafka
