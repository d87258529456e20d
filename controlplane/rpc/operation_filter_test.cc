#include "controlplane/rpc/operation_filter.h"

#include <string>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;

TEST(OperationFilter, AnEmptyFilterTakesAll) {
  const auto filter = ReadOperationFilter(" ");
  ASSERT_THAT(filter, IsOk());
  EXPECT_THAT(filter->ended, Eq(std::nullopt));
  EXPECT_THAT(filter->connector, Eq(std::nullopt));
}

TEST(OperationFilter, ConditionsAreJoinedByAnd) {
  for (const char* text : {R"(done = true AND target = "instances/a/connectors/b")",
                           "target=instances/a/connectors/b AND done=true"}) {
    const auto filter = ReadOperationFilter(text);
    ASSERT_THAT(filter, IsOk()) << text;
    EXPECT_THAT(filter->ended, Eq(true));
    EXPECT_THAT(filter->connector, Eq(ConnectorId{"a", "b"}));
  }
}

TEST(OperationFilter, AnythingElseIsRefused) {
  for (const std::string& text :
       {std::string("done"), std::string("done = perhaps"),
        std::string("done = true OR done = false"), std::string("done = true AND done = false"),
        std::string("state = RUNNING"), std::string("target = \"instances/a"),
        std::string("target = instances/A/connectors/b"), std::string("AND"),
        std::string(5000, 'x')}) {
    EXPECT_THAT(ReadOperationFilter(text), HasReason("FILTER_INVALID")) << text.substr(0, 80);
  }
}

}  // namespace
}  // namespace sluice::controlplane
