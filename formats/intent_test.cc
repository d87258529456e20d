#include "formats/intent.h"

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::formats {
namespace {

Intent TwoSessions() {
  return {.connector_uid = "0b5c",
          .connector_revision = 3,
          .task_index = 2,
          .assignment_revision = 7,
          .next_offset = 700,
          .sessions = {{"20240102abc", "pt=11-17-2020 15", 1, 60, 640},
                       {"20240102abd", "pt=11-17-2020 16", 2, 0, 655}},
          .table_holds_until = std::nullopt};
}

constexpr char kTwoSessions[] =
    R"({"v":1,"u":"0b5c","r":3,"i":2,"a":7,"n":700,"s":[["20240102abc","pt=11-17-2020 15",1,60,640],["20240102abd","pt=11-17-2020 16",2,0,655]]})";

TEST(Intent, IsWrittenInTheseBytes) { EXPECT_EQ(EncodeIntent(TwoSessions()), kTwoSessions); }

TEST(Intent, IsReadFromTheseBytes) {
  EXPECT_THAT(ParseIntent(kTwoSessions), IsOkAndHolds(TwoSessions()));
}

TEST(Intent, WithoutSessionsNothingIsOpen) {
  absl::StatusOr<Intent> intent = ParseIntent(R"({"v":1,"u":"x","r":1,"i":0,"a":2,"n":5,"s":[]})");

  ASSERT_THAT(intent, IsOk());
  EXPECT_FALSE(intent->open());
}

TEST(Intent, KeepsUntilWhereTheTableMustBeAsked) {
  Intent intent = TwoSessions();
  intent.table_holds_until = 4711;

  EXPECT_THAT(ParseIntent(EncodeIntent(intent)), IsOkAndHolds(intent));
}

TEST(Intent, AVersionThatIsNotKnownStopsWithItsReason) {
  EXPECT_THAT(ParseIntent(R"({"v":2,"whatever":true})").status(),
              HasReason("BATCH_FORMAT_UNKNOWN"));
}

TEST(Intent, WhatIsNoEntryIsToldApart) {
  for (const char* text : {"", "{", "[]", "\"x\"", "{}", R"({"v":"1"})", R"({"v":1})",
                           R"({"v":1,"u":1,"r":1,"i":0,"a":1,"n":1,"s":[]})",
                           R"({"v":1,"u":"x","r":1,"i":0,"a":1,"n":1,"s":[["id"]]})",
                           R"({"v":1,"u":"x","r":1,"i":0,"a":1,"n":1,"s":7})"}) {
    EXPECT_THAT(ParseIntent(text).status(), HasReason("LEDGER_UNREADABLE")) << text;
  }
}

TEST(Intent, AKeyOfALaterProgramIsIgnored) {
  EXPECT_THAT(ParseIntent(R"({"v":1,"u":"x","r":1,"i":0,"a":2,"n":5,"s":[],"z":{}})"), IsOk());
}

}  // namespace
}  // namespace sluice::formats
