#include "base/kafka/connection_settings.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ConnectionSettings, GivenServersOfTheFormHostAndPortThenTheyAreTaken) {
  EXPECT_THAT(ConnectionSettings{.bootstrap_servers = "a:9092,b.example.com:9093"}.Validate(),
              IsOk());
  EXPECT_THAT(ConnectionSettings{.bootstrap_servers = "[::1]:9092"}.Validate(), IsOk());
}

TEST(ConnectionSettings, GivenSomethingElseThenItIsRefusedByName) {
  for (const std::string servers :
       {"", "a", ":9092", "a:", "a:0", "a:70000", "a:9092,", "http://a:9092", "a:9092, b:9092"}) {
    EXPECT_THAT(ConnectionSettings{.bootstrap_servers = servers}.Validate(),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << servers;
  }
}

TEST(ConnectionSettings, GivenSaslWithoutAPasswordThenItIsRefused) {
  const ConnectionSettings settings = {.bootstrap_servers = "a:9092",
                                       .security_protocol = SecurityProtocol::kSaslSsl,
                                       .username = "u"};
  EXPECT_THAT(settings.Validate(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("password")));
}

TEST(ConnectionSettings, ADescriptionNamesTheUserAndNeverThePassword) {
  const ConnectionSettings settings = {.bootstrap_servers = "a:9092",
                                       .security_protocol = SecurityProtocol::kSaslSsl,
                                       .username = "sluice-user",
                                       .password = "secret-word"};
  EXPECT_THAT(settings.Describe(), HasSubstr("sluice-user"));
  EXPECT_THAT(settings.Describe(), Not(HasSubstr("secret-word")));
}

}  // namespace
}  // namespace sluice::kafka
