#include "controlplane/rpc/permission_of.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/descriptor.h"
#include "gtest/gtest.h"
#include "sluice/v1/access_service.pb.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/dead_letter_service.pb.h"
#include "sluice/v1/fleet_service.pb.h"
#include "sluice/v1/instance_service.pb.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/watch_service.pb.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::MethodDescriptor;

static_assert(MethodNameOf<v1::GetTaskRequest>() == "GetTask");
static_assert(MethodNameOf<google::longrunning::GetOperationRequest>() == "GetOperation");

// Every method that is served.
std::vector<const MethodDescriptor*> Methods() {
  const google::protobuf::FileDescriptor* files[] = {
      v1::CreateApiTokenRequest::descriptor()->file(),
      v1::CreateConnectorRequest::descriptor()->file(),
      v1::ListDeadLettersRequest::descriptor()->file(),
      v1::GetWorkerRequest::descriptor()->file(),
      v1::CreateInstanceRequest::descriptor()->file(),
      v1::GetOffsetsRequest::descriptor()->file(),
      v1::WatchRequest::descriptor()->file(),
      v1::WorkerMessage::descriptor()->file(),
      google::longrunning::GetOperationRequest::descriptor()->file(),
  };
  std::vector<const MethodDescriptor*> methods;
  for (const auto* file : files) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(file->service(s)->method(m));
      }
    }
  }
  return methods;
}

std::string NameOf(const MethodDescriptor& method) {
  return absl::StrCat(method.service()->full_name(), "/", method.name());
}

TEST(PermissionTable, EveryMethodHasARowAndEveryRowAMethod) {
  std::set<std::string> served;
  for (const MethodDescriptor* method : Methods()) served.insert(NameOf(*method));
  std::set<std::string> rows;
  for (const MethodRule& rule : kMethodRules) {
    EXPECT_TRUE(rows.emplace(rule.method).second) << rule.method << " has two rows";
    EXPECT_TRUE(served.contains(std::string(rule.method))) << rule.method << " is not served";
  }
  for (const std::string& method : served) {
    EXPECT_TRUE(rows.contains(method))
        << "give " << method << " a row in controlplane/access/permission_table.h";
  }
}

TEST(PermissionTable, AMethodIsFoundByItsNameAloneAndItsRequestIsCalledAsItself) {
  std::set<std::string> names;
  for (const MethodDescriptor* method : Methods()) {
    EXPECT_TRUE(names.insert(method->name()).second)
        << NameOf(*method) << " is called as a method of another service: which row is meant?";
    // Workers send many messages in one call; their stream asks for its permission by itself.
    if (method->client_streaming()) continue;
    EXPECT_EQ(method->input_type()->name(), method->name() + "Request") << NameOf(*method);
  }
}

TEST(PermissionTable, EveryPermissionIsKnownAndOfUse) {
  std::set<std::string_view> known = {kWorkerPermission};
  for (const PermissionRule& rule : kPermissionRules) {
    EXPECT_TRUE(known.insert(rule.permission).second) << rule.permission << " is there twice";
    EXPECT_FALSE(rule.about.empty());
  }
  std::set<std::string_view> used;
  for (const MethodRule& rule : kMethodRules) {
    EXPECT_TRUE(known.contains(rule.permission)) << rule.method << " needs " << rule.permission;
    used.insert(rule.permission);
  }
  for (std::string_view permission : known) {
    EXPECT_TRUE(used.contains(permission)) << "no call needs " << permission;
  }
}

// Whatever is written must not be had by a viewer: a row that was copied from a Get is found here.
TEST(PermissionTable, NothingThatWritesIsAViewers) {
  std::map<std::string_view, Role> least;
  for (const PermissionRule& rule : kPermissionRules) least[rule.permission] = rule.least;
  const std::set<std::string> harmless = {"CreateSignInLink"};
  for (const MethodDescriptor* method : Methods()) {
    const bool is_write = method->input_type()->FindFieldByName("request_id") != nullptr;
    if (!is_write || harmless.contains(method->name())) continue;
    const std::optional<MethodRule> rule = FindMethodRule(method->name());
    ASSERT_TRUE(rule.has_value()) << NameOf(*method);
    EXPECT_GE(least[rule->permission], Role::kOperator) << NameOf(*method);
  }
}

}  // namespace
}  // namespace sluice::controlplane
