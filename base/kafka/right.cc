#include "base/kafka/right.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"

namespace sluice::kafka {
namespace {

// Names come from users: what a shell would read is quoted.
std::string Quoted(absl::string_view text) {
  constexpr absl::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:,=/@";
  if (!text.empty() && text.find_first_not_of(kPlain) == absl::string_view::npos) {
    return std::string(text);
  }
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

}  // namespace

absl::string_view NameOf(Operation operation) {
  switch (operation) {
    case Operation::kRead:
      return "Read";
    case Operation::kWrite:
      return "Write";
    case Operation::kCreate:
      return "Create";
    case Operation::kDelete:
      return "Delete";
    case Operation::kAlter:
      return "Alter";
    case Operation::kDescribe:
      return "Describe";
    case Operation::kDescribeConfigs:
      return "DescribeConfigs";
    case Operation::kAlterConfigs:
      return "AlterConfigs";
    case Operation::kIdempotentWrite:
      return "IdempotentWrite";
  }
  return "Describe";
}

absl::string_view NameOf(ResourceType type) {
  switch (type) {
    case ResourceType::kTopic:
      return "Topic";
    case ResourceType::kGroup:
      return "Group";
    case ResourceType::kCluster:
      return "Cluster";
  }
  return "Cluster";
}

std::string Right::ToString() const {
  if (resource_type == ResourceType::kCluster)
    return absl::StrCat(NameOf(operation), " on Cluster");
  return absl::StrCat(NameOf(operation), " on ", NameOf(resource_type), ":", resource_name);
}

Right OnTopic(Operation operation, absl::string_view topic) {
  return {operation, ResourceType::kTopic, std::string(topic)};
}

Right OnGroup(Operation operation, absl::string_view group) {
  return {operation, ResourceType::kGroup, std::string(group)};
}

Right OnCluster(Operation operation) { return {operation, ResourceType::kCluster, ""}; }

std::string MissingRight::ToString() const {
  return absl::StrCat(principal, " may not ", right.ToString());
}

std::string MissingRight::GrantCommand(absl::string_view bootstrap_servers) const {
  std::string resource = "--cluster";
  if (right.resource_type == ResourceType::kTopic) {
    resource = absl::StrCat("--topic ", Quoted(right.resource_name));
  } else if (right.resource_type == ResourceType::kGroup) {
    resource = absl::StrCat("--group ", Quoted(right.resource_name));
  }
  return absl::StrCat("kafka-acls.sh --bootstrap-server ", bootstrap_servers,
                      " --add --allow-principal ", Quoted(principal), " --operation ",
                      NameOf(right.operation), " ", resource);
}

absl::Status DeniedStatus(const MissingRight& missing, absl::string_view bootstrap_servers) {
  return WithRemedy(
      WithReason(absl::PermissionDeniedError(missing.ToString()), reason::kAuthorizationFailed),
      absl::StrCat("have an administrator run: ", missing.GrantCommand(bootstrap_servers)));
}

}  // namespace sluice::kafka
