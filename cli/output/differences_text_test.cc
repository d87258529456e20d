#include "cli/output/differences_text.h"

#include "gtest/gtest.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::cli {
namespace {

TEST(DifferencesText, ShowsWhatUsersSetAndNothingElse) {
  v1::Connector before, after;
  before.set_etag("1");
  before.set_generation(1);
  before.mutable_sink()->set_table("a");
  before.mutable_sink()->set_region("cn-hangzhou");
  after.set_etag("2");
  after.set_generation(2);
  after.mutable_sink()->set_table("b");
  after.mutable_scaling()->set_tasks(3);
  (*after.mutable_labels())["team"] = "pay";
  EXPECT_EQ(DifferencesText(DifferencesBetween(before, after)),
            "+ labels: {\"team\":\"pay\"}\n"
            "- sink.table: \"a\"\n"
            "+ sink.table: \"b\"\n"
            "- sink.region: \"cn-hangzhou\"\n"
            "+ scaling.tasks: 3\n");
  EXPECT_TRUE(DifferencesBetween(after, after).empty());
}

TEST(DifferencesText, OfASecretItSaysThatItDiffers) {
  EXPECT_EQ(DifferencesText({{"sink.access_key.access_key_secret", "", ""}}),
            "~ sink.access_key.access_key_secret: a secret, which is not shown\n");
}

}  // namespace
}  // namespace sluice::cli
