#include "controlplane/model/uid.h"

#include <set>

#include "controlplane/model/etag.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::MatchesRegex;
using ::testing::Ne;
using ::testing::SizeIs;

TEST(Uid, EachIsAnotherUuidOfVersionFour) {
  std::set<std::string> uids;
  for (int i = 0; i < 1000; ++i) {
    const std::string uid = NewUid();
    EXPECT_THAT(uid, MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                  "[0-9a-f]{12}"));
    uids.insert(uid);
  }
  EXPECT_THAT(uids, SizeIs(1000));
}

TEST(Etag, DiffersBetweenGenerationsAndBetweenIncarnations) {
  const std::string first = NewUid();
  EXPECT_THAT(EtagOf(first, 1), Ne(EtagOf(first, 2)));
  EXPECT_THAT(EtagOf(first, 1), Ne(EtagOf(NewUid(), 1)));
}

}  // namespace
}  // namespace sluice::controlplane
