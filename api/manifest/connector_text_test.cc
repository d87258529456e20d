#include "api/manifest/connector_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::manifest {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::Connector Orders() {
  v1::Connector connector;
  connector.set_name("instances/local/connectors/orders");
  connector.mutable_source()->set_topic("orders");
  connector.mutable_sink()->set_project("shop");
  connector.mutable_sink()->set_time_zone("GMT 08:00");
  return connector;
}

TEST(ConnectorText, TheCommandHasAFlagForEachFieldThatIsSet) {
  v1::Connector connector = Orders();
  connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
  connector.mutable_sink()->set_delivery(v1::MaxComputeSink::EXACTLY_ONCE);
  connector.mutable_sink()->mutable_late_policy()->mutable_past_max()->set_seconds(5400);
  connector.mutable_error_policy()->set_max_share(0.25);
  connector.set_internet_access(true);
  (*connector.mutable_labels())["team"] = "pay";
  (*connector.mutable_labels())["for"] = "shop";

  EXPECT_EQ(CreateCommand(connector), R"(sluicectl create connector orders --instance local \
  --label for=shop \
  --label team=pay \
  --topic orders \
  --start-offset earliest \
  --project shop \
  --time-zone 'GMT 08:00' \
  --late-past-max 5400s \
  --delivery exactly-once \
  --internet-access \
  --error-max-share 0.25)");
}

TEST(ConnectorText, WordsAreQuotedSoThatAShellTakesThemAsTheyAre) {
  v1::Connector connector = Orders();
  connector.set_description("it's $HOME; `rm`\nnext");
  connector.mutable_sink()->set_region("--help");

  EXPECT_THAT(CreateCommand(connector), HasSubstr("--description 'it'\\''s $HOME; `rm`\nnext'"));
  EXPECT_THAT(CreateCommand(connector), HasSubstr("--table-region=--help"));
}

TEST(ConnectorText, AnnotationsHaveNoFlagSoAFileIsCreatedFrom) {
  v1::Connector connector = Orders();
  (*connector.mutable_annotations())["ticket"] = "17";

  EXPECT_EQ(CreateCommand(connector), "sluicectl create -f orders.yaml");
}

TEST(ConnectorText, ANameThatIsNotChosenYetHasAWordInItsPlace) {
  v1::Connector connector;
  connector.set_name("instances/local/connectors/");

  EXPECT_EQ(CreateCommand(connector), "sluicectl create connector NAME --instance local");
}

TEST(ConnectorText, SecretsAndWhatIsTheServersAreInNeitherText) {
  v1::Connector connector = Orders();
  connector.mutable_sink()->mutable_access_key()->set_access_key_id("id");
  connector.mutable_sink()->mutable_access_key()->set_access_key_secret("hidden");
  connector.mutable_sink()->mutable_access_key()->set_access_key_secret_set(true);
  connector.set_etag("e");
  connector.set_state(v1::Connector::RUNNING);
  connector.mutable_status()->set_tasks(1);

  EXPECT_EQ(ManifestText(connector), R"(kind: Connector
name: instances/local/connectors/orders
source:
  topic: orders
sink:
  project: shop
  timeZone: GMT 08:00
  accessKey:
    accessKeyId: id
)");
  EXPECT_THAT(CreateCommand(connector), Not(HasSubstr("hidden")));
  EXPECT_THAT(CreateCommand(connector), HasSubstr("--access-key-secret-file -"));
}

}  // namespace
}  // namespace sluice::manifest
