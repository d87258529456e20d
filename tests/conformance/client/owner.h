#ifndef SLUICE_TESTS_CONFORMANCE_CLIENT_OWNER_H_
#define SLUICE_TESTS_CONFORMANCE_CLIENT_OWNER_H_

#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/http/curl_client.h"
#include "base/http/url.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "gtest/gtest.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/connection/connection.h"
#include "maxcompute/request/requester.h"
#include "tests/conformance/client/emulator_process.h"

namespace sluice::conformance {

using maxcompute::Connection;
using maxcompute::PartitionSpec;
using maxcompute::TableName;

inline constexpr char kProject[] = "conformance";

inline maxcompute::Credentials Key(const std::string& id) {
  return {id, maxcompute::Secret(id + "-secret"), maxcompute::Secret()};
}

// Somebody at the emulator, by V2 unless a region is named.
class Somebody {
 public:
  explicit Somebody(maxcompute::CredentialsProvider& credentials, std::string principal = "",
                    std::string region = "") {
    maxcompute::ConnectionOptions options;
    options.endpoint = EmulatorProcess::Shared().rest_endpoint();
    options.requester.principal = principal;
    options.requester.signature.region = region;
    requester =
        std::make_unique<maxcompute::Requester>(http_, credentials, clock_, options.requester);
    connection = Connection::Open(http_, credentials, clock_, options).value();
  }

  // `add user …`, `grant …`: statements that are no SQL.
  absl::Status Security(const std::string& statement) {
    const std::string body =
        absl::StrCat("<Authorization><Query>", statement,
                     "</Query><ResponseInJsonFormat>true</ResponseInJsonFormat></Authorization>");
    maxcompute::ServiceRequest request;
    request.method = "POST";
    request.endpoint = http::ParseUrl(EmulatorProcess::Shared().rest_endpoint()).value();
    request.path = absl::StrCat("/projects/", kProject, "/authorization");
    request.headers.Set("Content-Type", "application/xml");
    request.body = body;
    return requester->Send(request).status();
  }

  std::unique_ptr<maxcompute::Requester> requester;
  std::unique_ptr<Connection> connection;

 private:
  RealClock clock_;
  http::CurlClient http_;
};

class Owner {
 public:
  maxcompute::StaticCredentials credentials{Key("owner")};
  Somebody as{credentials};

  // A fresh table for the scenario, with the partitions pt=a and pt=b.
  TableName NewTable() {
    const TableName table = Create(
        "(topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING) PARTITIONED by (pt "
        "STRING)");
    AddPartitions(table);
    return table;
  }

  // A fresh table of this definition.
  TableName Create(const std::string& definition) {
    static std::atomic<int> number = 0;
    const TableName table{kProject, "", absl::StrCat("t", ++number)};
    EXPECT_THAT(as.connection->sql().Run(kProject, absl::StrCat("CREATE TABLE IF NOT EXISTS ",
                                                                table.table, definition, ";")),
                IsOk());
    return table;
  }

  // pt=a and pt=b.
  void AddPartitions(const TableName& table) {
    for (const char* value : {"a", "b"}) {
      EXPECT_THAT(as.connection->sql().AddPartition(table, PartitionSpec{{"pt", value}}), IsOk());
    }
  }
};

}  // namespace sluice::conformance

#endif  // SLUICE_TESTS_CONFORMANCE_CLIENT_OWNER_H_
