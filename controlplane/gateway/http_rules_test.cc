#include "controlplane/gateway/http_rules.h"

#include <map>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "controlplane/gateway/route_table.h"
#include "gmock/gmock.h"
#include "google/api/annotations.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptorProto;
using google::protobuf::MethodDescriptor;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A service with calls that are annotated as a test wants them.
class Protos {
 public:
  Protos() : pool_(DescriptorPool::generated_pool()) {
    file_.set_name("test.proto");
    file_.set_package("test");
    file_.set_syntax("proto3");
    file_.add_dependency("google/api/annotations.proto");
    auto& message = *file_.add_message_type();
    message.set_name("Thing");
    for (const char* name : {"name", "other"}) AddField(message, name);
    auto& count = *message.add_field();
    count.set_name("count");
    count.set_number(9);
    count.set_type(google::protobuf::FieldDescriptorProto::TYPE_INT32);
    count.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
    file_.add_service()->set_name("Things");
  }

  google::api::HttpRule& Call(const std::string& name) {
    auto& method = *file_.mutable_service(0)->add_method();
    method.set_name(name);
    method.set_input_type(".test.Thing");
    method.set_output_type(".test.Thing");
    return *method.mutable_options()->MutableExtension(google::api::http);
  }
  FileDescriptorProto& file() { return file_; }

  absl::StatusOr<std::vector<HttpRule>> Read() {
    return ReadHttpRules({pool_.BuildFile(file_)->service(0)});
  }

 private:
  static void AddField(google::protobuf::DescriptorProto& message, const char* name) {
    auto& field = *message.add_field();
    field.set_name(name);
    field.set_number(message.field_size());
    field.set_type(google::protobuf::FieldDescriptorProto::TYPE_STRING);
    field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  }

  DescriptorPool pool_;
  FileDescriptorProto file_;
};

TEST(HttpRules, EveryCallOfTheApiHasAFormAndNoTwoTakeOnePath) {
  const auto rules = ReadHttpRules(ApiServices());
  ASSERT_THAT(rules, IsOk());
  std::set<const MethodDescriptor*> with_form;
  for (const HttpRule& rule : *rules) with_form.insert(rule.call);
  for (const auto* service : ApiServices()) {
    for (int i = 0; i < service->method_count(); ++i) {
      EXPECT_TRUE(with_form.count(service->method(i))) << service->method(i)->full_name();
    }
  }
}

TEST(HttpRules, ReadsBodiesAnswersAndFurtherBindings) {
  Protos protos;
  auto& rule = protos.Call("Put");
  rule.set_put("/v1/{name=things/*}");
  rule.set_body("other");
  rule.set_response_body("name");
  auto& more = *rule.add_additional_bindings();
  more.set_post("/v1/things");
  more.set_body("*");

  const auto rules = protos.Read();

  ASSERT_THAT(rules, IsOk());
  ASSERT_EQ(rules->size(), 2);
  EXPECT_EQ((*rules)[0].method, "PUT");
  EXPECT_EQ((*rules)[0].body_field->name(), "other");
  EXPECT_EQ((*rules)[0].answer_field->name(), "name");
  EXPECT_EQ((*rules)[0].CallPath(), "/test.Things/Put");
  EXPECT_EQ((*rules)[1].method, "POST");
  EXPECT_TRUE((*rules)[1].body_is_request);
}

TEST(HttpRules, GivenTwoRulesForOnePathThenBothAreNamed) {
  Protos protos;
  protos.Call("Get").set_get("/v1/{name=things/*}");
  protos.Call("Find").set_get("/v1/things/{other}");
  EXPECT_THAT(protos.Read(), StatusIs(absl::StatusCode::kInvalidArgument,
                                      HasSubstr("test.Things.Find: GET /v1/things/{other} takes "
                                                "paths of test.Things.Get")));
}

TEST(HttpRules, GivenOnePathForTwoMethodsThenBothStand) {
  Protos protos;
  protos.Call("Get").set_get("/v1/{name=things/*}");
  protos.Call("Delete").set_delete_("/v1/{name=things/*}");
  EXPECT_THAT(protos.Read(), IsOk());
}

TEST(HttpRules, RefusesWhatCannotBeCarriedOut) {
  const auto refusal = [](void (*annotate)(Protos&)) {
    Protos protos;
    annotate(protos);
    const auto rules = protos.Read();
    return rules.ok() ? std::string("fine") : std::string(rules.status().message());
  };
  EXPECT_THAT(refusal([](Protos& p) { p.Call("A").set_get("/v1/{nobody=*}"); }),
              HasSubstr("nobody is no text field"));
  EXPECT_THAT(refusal([](Protos& p) { p.Call("A").set_get("/v1/{count=*}"); }),
              HasSubstr("count is no text field"));
  EXPECT_THAT(refusal([](Protos& p) { p.Call("A").set_get("/v1/{name"); }),
              HasSubstr("is not closed"));
  EXPECT_THAT(refusal([](Protos& p) {
                auto& rule = p.Call("A");
                rule.set_post("/v1");
                rule.set_body("nobody");
              }),
              HasSubstr("the body nobody is no field"));
  EXPECT_THAT(refusal([](Protos& p) {
                auto& rule = p.Call("A");
                rule.set_get("/v1");
                rule.set_body("*");
              }),
              HasSubstr("GET takes no body"));
  EXPECT_THAT(refusal([](Protos& p) {
                p.Call("A").set_get("/v1");
                p.file().mutable_service(0)->mutable_method(0)->set_client_streaming(true);
              }),
              HasSubstr("a stream of requests"));
}

class Routes : public testing::Test {
 protected:
  Route Find(const std::string& method, absl::string_view path) {
    return table_.Find(method, *ReadPath(path));
  }
  std::string CallOf(const std::string& method, absl::string_view path) {
    const Route route = Find(method, path);
    return route.rule == nullptr ? "none" : route.rule->call->name();
  }
  const RouteTable table_{*ReadHttpRules(ApiServices())};
};

TEST_F(Routes, LeadToTheCall) {
  EXPECT_EQ(CallOf("GET", "/v1/instances/a/connectors/b"), "GetConnector");
  EXPECT_EQ(CallOf("HEAD", "/v1/instances/a/connectors/b"), "GetConnector");
  EXPECT_EQ(CallOf("PATCH", "/v1/instances/a/connectors/b"), "UpdateConnector");
  EXPECT_EQ(CallOf("POST", "/v1/instances/a/connectors/b:deploy"), "DeployConnector");
  EXPECT_EQ(CallOf("POST", "/v1/instances/a/connectors:validate"), "ValidateConnector");
  EXPECT_EQ(CallOf("POST", "/v1:watch"), "Watch");
  EXPECT_EQ(CallOf("GET", "/v1/operations"), "ListOperations");
  EXPECT_EQ(CallOf("GET", "/v1/operations/a"), "GetOperation");
  EXPECT_EQ(CallOf("POST", "/v1/operations/a:wait"), "WaitOperation");
}

TEST_F(Routes, GivenAnotherMethodThenThoseThatThePathHasAreTold) {
  EXPECT_THAT(Find("PUT", "/v1/instances/a").methods,
              ElementsAre("DELETE", "GET", "HEAD", "OPTIONS", "PATCH"));
  EXPECT_THAT(Find("GET", "/v1:watch").methods, ElementsAre("OPTIONS", "POST"));
  EXPECT_THAT(Find("GET", "/v1/nothing").methods, IsEmpty());
}

}  // namespace
}  // namespace sluice::controlplane
