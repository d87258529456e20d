#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/validation/connector_rules.h"
#include "controlplane/validation/instance_rules.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

// The cases of tests/golden/validation, which other front ends run too.
namespace sluice::controlplane {
namespace {

using Json = nlohmann::json;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::UnorderedElementsAreArray;

constexpr char kFolder[] = "tests/golden/validation/";

Json Base() {
  std::ifstream file(absl::StrCat(kFolder, "base.json"));
  return Json::parse(file);
}

std::vector<Json> Cases() {
  std::ifstream file(absl::StrCat(kFolder, "connector_rules.jsonl"));
  std::vector<Json> cases;
  for (std::string line; std::getline(file, line);) cases.push_back(Json::parse(line));
  return cases;
}

bool IsLongText(const Json& value) { return value.is_object() && value.contains("times"); }

// Writes out the texts that the file abbreviates, also inside objects.
Json WrittenOut(const Json& value) {
  if (IsLongText(value)) {
    std::string text = value.value("prefix", "");
    for (int i = 0; i < value["times"].get<int>(); ++i) text += value["text"].get<std::string>();
    return text;
  }
  if (!value.is_object()) return value;
  Json written = Json::object();
  for (const auto& [key, inner] : value.items()) written[key] = WrittenOut(inner);
  return written;
}

void Set(const Json& changes, Json& into) {
  for (const auto& [path, value] : changes.items()) {
    Json* place = &into;
    const std::vector<std::string> steps = absl::StrSplit(path, '.');
    for (size_t i = 0; i + 1 < steps.size(); ++i) place = &(*place)[steps[i]];
    if (value.is_null()) {
      place->erase(steps.back());
    } else {
      (*place)[steps.back()] = WrittenOut(value);
    }
  }
}

template <typename Message>
Message Read(const Json& json) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(json.dump(), &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << json.dump().substr(0, 500);
  return message;
}

std::vector<Violation> Judge(const Json& definition, const std::string& id, int* count) {
  Violations violations;
  const Instance instance =
      InstanceFromProto(Read<v1::Instance>(definition["instance"]), "alikafka", violations);
  Connector connector = ConnectorFromProto(Read<v1::Connector>(definition["connector"]),
                                           {"alikafka", id}, violations);
  FillDefaults(connector, &instance);
  CheckConnector(connector, &instance, violations);
  *count = violations.count();
  return violations.kept();
}

std::string IdOf(const Json& row) {
  if (!row.contains("id")) return "orders";
  return WrittenOut(row["id"]).get<std::string>();
}

TEST(RuleCases, EachDefinitionIsTakenOrRefusedForWhatIsWrongWithIt) {
  for (const Json& row : Cases()) {
    SCOPED_TRACE(row["case"].get<std::string>());
    Json definition = Base();
    Set(row["set"], definition["connector"]);
    if (row.contains("instance")) Set(row["instance"], definition["instance"]);
    int count = 0;
    std::vector<std::string> found;
    for (const Violation& violation : Judge(definition, IdOf(row), &count)) {
      found.push_back(absl::StrCat(violation.field, " ", violation.reason));
      // Readable, whatever was sent.
      EXPECT_THAT(violation.message.size(), Le(400)) << violation.message;
    }
    EXPECT_THAT(count, testing::Eq(static_cast<int>(found.size())));
    if (row["verdict"] == "taken") {
      EXPECT_THAT(found, IsEmpty());
    } else {
      EXPECT_THAT(found,
                  UnorderedElementsAreArray(row["violations"].get<std::vector<std::string>>()));
    }
  }
}

TEST(RuleCases, ThereAreEnoughOfThem) {
  int refused = 0, taken = 0;
  for (const Json& row : Cases()) ++(row["verdict"] == "refused" ? refused : taken);
  EXPECT_THAT(refused, Ge(150));
  EXPECT_THAT(taken, Ge(50));
}

}  // namespace
}  // namespace sluice::controlplane
