#include "controlplane/gateway/open_api.h"

#include <set>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

using nlohmann::json;
using testing::ElementsAre;

json Document() { return json::parse(OpenApiOf(*ReadHttpRules(ApiServices()))); }

// Every `$ref` below `value`.
void AddRefs(const json& value, std::set<std::string>& refs) {
  if (value.is_object() && value.contains("$ref")) refs.insert(value["$ref"].get<std::string>());
  if (!value.is_structured()) return;
  for (const json& child : value) AddRefs(child, refs);
}

TEST(OpenApi, PathsAreWrittenWithTheirParameters) {
  const OpenApiPath deploy =
      OpenApiPathOf(*PathTemplate::Parse("/v1/{name=instances/*/connectors/*}:deploy"));
  EXPECT_EQ(deploy.path, "/v1/instances/{instance}/connectors/{connector}:deploy");
  EXPECT_THAT(deploy.parameters, ElementsAre("instance", "connector"));
  EXPECT_EQ(OpenApiPathOf(*PathTemplate::Parse("/v1/{name=operations/**}")).path,
            "/v1/operations/{operation}");
}

TEST(OpenApi, EveryCallIsThereOnce) {
  std::set<std::string> ids;
  const json document = Document();
  for (const json& path : document["paths"]) {
    for (const json& operation : path) {
      EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second);
    }
  }
  EXPECT_EQ(ids.size(), ReadHttpRules(ApiServices())->size());
}

TEST(OpenApi, EverySchemaThatIsNamedIsThere) {
  const json document = Document();
  std::set<std::string> refs;
  AddRefs(document, refs);
  EXPECT_GT(refs.size(), 20);
  for (const std::string& ref : refs) {
    EXPECT_TRUE(document.contains(json::json_pointer(ref.substr(1)))) << ref;
  }
}

TEST(OpenApi, ParametersAndBodiesAreThoseOfTheRule) {
  const json create = Document()["paths"]["/v1/instances/{instance}/connectors"]["post"];
  EXPECT_EQ(create["requestBody"]["content"]["application/json"]["schema"]["$ref"],
            "#/components/schemas/sluice.v1.Connector");
  std::set<std::string> names;
  for (const json& parameter : create["parameters"])
    names.insert(parameter["name"].get<std::string>());
  EXPECT_TRUE(names.count("connectorId"));
  EXPECT_TRUE(names.count("validateOnly"));
  EXPECT_FALSE(names.count("parent"));
  const json watch = Document()["paths"]["/v1:watch"]["post"];
  EXPECT_TRUE(watch["responses"]["200"]["content"].contains("text/event-stream"));
}

TEST(OpenApi, ALargeNumberIsATextOfDigits) {
  const json fields = Document()["components"]["schemas"]["sluice.v1.Connector"]["properties"];
  EXPECT_EQ(fields["generation"]["type"], "string");
  EXPECT_EQ(fields["generation"]["format"], "int64");
  EXPECT_EQ(fields["generation"]["pattern"], "^-?[0-9]+$");
}

TEST(OpenApi, AStreamIsToldAsEventsWhoseDataIsTheMessage) {
  const json watch = Document()["paths"]["/v1:watch"]["post"];
  const json event = watch["responses"]["200"]["content"]["text/event-stream"]["schema"];
  EXPECT_EQ(event["type"], "object");
  EXPECT_EQ(event["properties"]["data"]["type"], "string");
  EXPECT_EQ(event["properties"]["data"]["x-json-schema"]["$ref"],
            "#/components/schemas/sluice.v1.WatchResponse");
}

TEST(RoutesJson, TellsWhatAnotherGeneratorNeeds) {
  const json routes = json::parse(RoutesJsonOf(*ReadHttpRules(ApiServices())));
  for (const json& route : routes) {
    if (route["call"] != "sluice.v1.ConnectorService.ListConnectorEvents") continue;
    EXPECT_EQ(route["method"], "GET");
    EXPECT_EQ(route["path"], "/v1/{parent=instances/*/connectors/*}/events");
    EXPECT_EQ(route["body"], "");
    EXPECT_EQ(route["stream"], false);
    EXPECT_THAT(route["query"].get<std::vector<std::string>>(), testing::Contains("pageSize"));
    return;
  }
  FAIL() << "ListConnectorEvents is missing";
}

}  // namespace
}  // namespace sluice::controlplane
