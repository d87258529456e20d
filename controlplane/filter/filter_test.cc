#include <algorithm>
#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/filter/connector_order.h"
#include "controlplane/filter/filter_cases.h"
#include "controlplane/filter/matches.h"
#include "controlplane/filter/parse_filter.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;

TEST(Filter, EveryGoldenFilterFitsTheConnectorsThatTheListNames) {
  for (const FilterCase& one : FilterCases()) {
    const absl::StatusOr<Filter> filter = ParseFilter(one.filter);
    ASSERT_THAT(filter, IsOk()) << one.filter;
    std::vector<std::string> ids;
    for (const FilterSubject& subject : FilterSubjects("kafka-1")) {
      if (!Matches(*filter, subject.connector, subject.observed, kFilterNow)) continue;
      ids.push_back(subject.connector.id.connector);
    }
    std::sort(ids.begin(), ids.end());
    EXPECT_THAT(ids, Eq(one.ids)) << one.filter;
  }
}

TEST(Filter, EveryGoldenOrderIsAsTheListSays) {
  for (const OrderCase& one : OrderCases()) {
    const absl::StatusOr<ConnectorOrder> order = ParseOrder(one.order_by);
    ASSERT_THAT(order, IsOk()) << one.order_by;
    std::vector<OrderPosition> positions;
    for (const FilterSubject& subject : FilterSubjects("kafka-1")) {
      positions.push_back(PositionOf(*order, subject.connector, subject.observed));
    }
    std::sort(positions.begin(), positions.end(),
              [&](const auto& a, const auto& b) { return Precedes(*order, a, b); });
    std::vector<std::string> ids;
    for (const OrderPosition& position : positions) ids.push_back(position.id.connector);
    EXPECT_THAT(ids, Eq(one.ids)) << one.order_by;
  }
}

struct Mistake {
  std::string filter;
  int character;
  std::string expected;
};

TEST(Filter, AMistakeIsToldWithItsPlaceAndWhatIsExpectedThere) {
  const std::vector<Mistake> mistakes = {
      {"colour = red", 1, "a field, one of state, desired_state, labels.KEY, name, q"},
      {"state", 6, "= or !="},
      {"state =", 8, "a word or a text in quotes"},
      {"state = BROKEN", 9, "a state, one of CREATING, DRAFT"},
      {"state = failed", 9, "a state"},
      {"state > FAILED", 7, "= or !="},
      {"state = FAILED OR STALLED", 16, "AND or the end"},
      {"state = FAILED and name = x", 16, "AND or the end"},
      {"state = FAILED AND", 19, "a field"},
      {"state = (FAILED STALLED)", 17, "OR or )"},
      {"state = (FAILED", 16, "OR or )"},
      {"state = ()", 10, "a word or a text in quotes"},
      {"desired_state = FAILED", 17, "a desired state: DRAFT"},
      {"labels = x", 8, "`.KEY` or `:KEY` after labels"},
      {"labels:", 8, "the key of a label"},
      {"labels. = x", 1, "a field"},
      {"name = a*b", 8, "`*` at the end of a name only"},
      {"name != a", 6, "="},
      {"q = \"\"", 5, "a text that is not empty"},
      {"q = \"open", 10, "the quote that ends the text"},
      {"q = \"a\\n\"", 8, "\\\" or \\\\"},
      {"q = \"a\nb\"", 7, "a character that can be printed"},
      {"q = a;b", 6, "a word, a text in quotes or a sign"},
      {"trouble = x", 9, "`:*` after trouble"},
      {"trouble:x", 9, "*"},
      {"trouble.error_class = MINE", 23, "a class of errors: USER, SYSTEM, DESTINATION or QUOTA"},
      {"lag_records = 5", 13, "<, <=, > or >="},
      {"lag_records > many", 15, "a whole number, 0 or more"},
      {"lag_records > -1", 15, "a whole number, 0 or more"},
      {"freshness > 10", 13, "a duration above 0, as 10m"},
      {"freshness > 0s", 13, "a duration above 0, as 10m"},
      {"freshness > -1m", 13, "a duration above 0, as 10m"},
      {std::string(1025, 'a'), 1025, "at most 1024 bytes"},
  };
  for (const Mistake& mistake : mistakes) {
    const absl::Status refusal = ParseFilter(mistake.filter).status();
    EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kInvalidArgument)) << mistake.filter;
    EXPECT_THAT(refusal, HasReason("FILTER_INVALID")) << mistake.filter;
    EXPECT_THAT(std::string(refusal.message()),
                HasSubstr("at character " + std::to_string(mistake.character) + ": "))
        << mistake.filter;
    EXPECT_THAT(std::string(refusal.message()), HasSubstr("expected " + mistake.expected))
        << mistake.filter;
  }
}

TEST(Filter, AnOrderWithAMistakeIsRefused) {
  for (const char* text : {"colour", "name asc desc", "name up", "name,", ",", "name, name desc"}) {
    EXPECT_THAT(ParseOrder(text), HasReason("FILTER_INVALID")) << text;
  }
  EXPECT_THAT(ParseOrder(std::string(300, ' ')), HasReason("FILTER_INVALID"));
}

TEST(Filter, NothingBehindANameOrdersAnything) {
  EXPECT_THAT(ParseOrder("name, severity"), IsOkAndHolds(ConnectorOrder{{{OrderKey::kName}}}));
}

TEST(Filter, OnlyFreshnessDependsOnTheTime) {
  for (const FilterCase& one : FilterCases()) {
    EXPECT_THAT(DependsOnTime(*ParseFilter(one.filter)),
                Eq(one.filter.find("freshness") != std::string::npos))
        << one.filter;
  }
}

}  // namespace
}  // namespace sluice::controlplane
