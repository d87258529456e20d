#include "controlplane/provisioning/kafka_tool.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sluice::controlplane {

std::string KafkaTool(absl::string_view tool, const Instance& instance) {
  return absl::StrCat(tool, " --bootstrap-server ", absl::StrJoin(instance.bootstrap_servers, ","));
}

}  // namespace sluice::controlplane
