#include "base/seal/sealer.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::seal {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Ne;
using ::testing::Not;
using ::testing::Optional;

// 00 01 02 … 1f.
Key CountingKey() {
  std::string bytes;
  for (size_t i = 0; i < kKeyBytes; ++i) bytes.push_back(static_cast<char>(i));
  return Key(bytes);
}

const std::string& Place() {
  static const auto& place =
      *new std::string(ContextOf({"instances/kafka-1", "uid", "password", "3"}));
  return place;
}

// Made by Python's `cryptography` from the description in sealer.h: what is in databases today must
// open tomorrow.
constexpr char kGolden[] = "1.865174565c84e8db.ZGVmZ2hpamtsbW5vP2ToSvPFfdgXkyWKLZS13Po-XSxXO_E";

TEST(Sealer, WhatWasSealedOpensInItsOwnContext) {
  const Sealer sealer(Key::Fresh());
  for (const std::string& text : {std::string("hunter2"), std::string(), std::string("a\0b\xff", 4),
                                  std::string(70000, 'x')}) {
    EXPECT_THAT(sealer.Open(sealer.Seal(text, Place()), Place(), "it"), IsOkAndHolds(text));
  }
}

TEST(Sealer, WhatAnotherProgramSealedByTheDescriptionOpens) {
  EXPECT_THAT(Sealer(CountingKey()).Open(kGolden, Place(), "it"), IsOkAndHolds("hunter2"));
}

TEST(Sealer, TheSameTextNeverLooksTheSameAndNeverLooksLikeItself) {
  const Sealer sealer(CountingKey());
  std::set<std::string> sealed;
  for (int i = 0; i < 100; ++i) sealed.insert(sealer.Seal("hunter2", Place()));
  EXPECT_THAT(sealed.size(), Eq(100u));
  EXPECT_THAT(*sealed.begin(), Not(HasSubstr("hunter2")));
}

TEST(Sealer, InAnotherContextItDoesNotOpen) {
  const Sealer sealer(CountingKey());
  const std::string sealed = sealer.Seal("hunter2", Place());
  for (const std::string& other :
       {ContextOf({"instances/kafka-2", "uid", "password", "3"}),
        ContextOf({"instances/kafka-1", "other", "password", "3"}),
        ContextOf({"instances/kafka-1", "uid", "key", "3"}),
        ContextOf({"instances/kafka-1", "uid", "password", "4"}), std::string()}) {
    const auto opened = sealer.Open(sealed, other, "the password of kafka-1");
    EXPECT_THAT(opened, StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(opened, HasReason("SECRET_UNREADABLE"));
    EXPECT_THAT(opened.status().message(), HasSubstr("the password of kafka-1"));
  }
}

TEST(Sealer, ContextsOfDifferentPartsDiffer) {
  EXPECT_THAT(ContextOf({"ab", "c"}), Ne(ContextOf({"a", "bc"})));
  EXPECT_THAT(ContextOf({"a", ""}), Ne(ContextOf({"a"})));
  EXPECT_THAT(ContextOf({"1:a\n"}), Ne(ContextOf({"a"})));
}

TEST(Sealer, ChangedAnywhereItDoesNotOpen) {
  const Sealer sealer(CountingKey());
  const std::string golden = kGolden;
  for (size_t i = 0; i < golden.size(); ++i) {
    std::string changed = golden;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_THAT(sealer.Open(changed, Place(), "it"), HasReason("SECRET_UNREADABLE")) << i;
  }
  for (size_t size = 0; size < golden.size(); ++size) {
    EXPECT_THAT(sealer.Open(golden.substr(0, size), Place(), "it"), HasReason("SECRET_UNREADABLE"))
        << size;
  }
}

TEST(Sealer, WithAnotherKeyItDoesNotOpenAndTheErrorNamesBothKeys) {
  const Sealer other(Key(std::string(kKeyBytes, 'k')));
  const auto opened = other.Open(kGolden, Place(), "the password of kafka-1");
  EXPECT_THAT(opened, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(opened, HasReason("SECRET_UNREADABLE"));
  EXPECT_THAT(opened.status().message(), HasSubstr("the password of kafka-1"));
  EXPECT_THAT(opened.status().message(), HasSubstr("865174565c84e8db"));
  EXPECT_THAT(opened.status().message(), HasSubstr(other.key_id()));
  EXPECT_THAT(RemedyOf(opened.status()), HasSubstr("865174565c84e8db"));
}

TEST(Sealer, TheKeyIsToldByItsIdWhichTellsNothingOfItsBytes) {
  EXPECT_THAT(CountingKey().id(), Eq("865174565c84e8db"));
  EXPECT_THAT(KeyIdOf(kGolden), Optional(Eq("865174565c84e8db")));
  EXPECT_THAT(KeyIdOf("hunter2"), Eq(std::nullopt));
  EXPECT_THAT(CountingKey().ToHex(), Not(HasSubstr(CountingKey().id())));
  EXPECT_THAT(Key::Fresh().id(), Ne(Key::Fresh().id()));
}

}  // namespace
}  // namespace sluice::seal
