// A control plane that asks who calls: people and workers with tokens, those with none, and TLS.

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "api/client/client.h"
#include "base/http/curl_client.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "gmock/gmock.h"
#include "sluice/v1/access_service.pb.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/control_plane.h"
#include "tests/cluster/emulator.h"
#include "tests/cluster/postgres_server.h"

namespace sluice::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Holds until it is true; false after half a minute.
bool Within(const std::function<bool()>& condition) {
  for (int i = 0; i < 600; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

std::string Read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Access : public ::testing::Test {
 protected:
  void Start(std::vector<std::string> flags = {}) {
    flags.push_back("--authentication=tokens");
    emulator_ = cluster::Emulator::Start();
    plane_ = std::make_unique<cluster::ControlPlane>(
        *emulator_, cluster::PostgresServer::Shared().FreshDatabase(), std::move(flags));
  }

  // Why somebody is refused who calls so; empty when they are not.
  std::string Refusal(const client::Access& access,
                      const std::function<absl::Status(client::Client&)>& call) {
    client::GrpcTransport transport(plane_->address(), access);
    client::Client client(transport, clock_, {.attempts_max = 1});
    const absl::Status status = call(client);
    return status.ok() ? "" : ReasonOf(status).empty() ? status.ToString() : ReasonOf(status);
  }
  std::string RefusalToList(const client::Access& access) {
    return Refusal(access, [](client::Client& client) {
      return client.ListWorkers(v1::ListWorkersRequest()).status();
    });
  }

  // A new token's secret.
  std::string Token(const std::string& id, v1::RoleBinding::Role role) {
    v1::CreateApiTokenRequest request;
    request.set_api_token_id(id);
    if (role == v1::RoleBinding::ROLE_UNSPECIFIED) {
      request.mutable_api_token()->set_kind(v1::ApiToken::WORKER);
    } else {
      request.mutable_api_token()->add_role_bindings()->set_role(role);
    }
    const auto made = plane_->api().CreateApiToken(request);
    EXPECT_THAT(made.status(), IsOk());
    secrets_.push_back(made.ok() ? made->secret() : "");
    return secrets_.back();
  }
  std::string FileOf(const std::string& secret) {
    const std::string path = absl::StrCat(plane_->folder(), "/", ++files_, ".token");
    std::ofstream(path) << secret << "\n";
    chmod(path.c_str(), 0600);
    return path;
  }
  bool IsConnected(const std::string& worker) {
    v1::GetWorkerRequest request;
    request.set_name("workers/" + worker);
    const auto found = plane_->api().GetWorker(request);
    return found.ok() && found->state() == v1::Worker::CONNECTED;
  }

  RealClock clock_;
  std::unique_ptr<cluster::Emulator> emulator_;
  std::unique_ptr<cluster::ControlPlane> plane_;
  std::vector<std::string> secrets_;
  int files_ = 0;
};

TEST_F(Access, OnlyTokensThatLetInLetInAndOnlyForWhatTheyAreFor) {
  Start();
  plane_->Start();
  EXPECT_EQ(RefusalToList(plane_->access()), "");
  EXPECT_EQ(RefusalToList({}), "TOKEN_MISSING");
  EXPECT_EQ(RefusalToList({.token = "slc_" + std::string(43, 'a')}), "TOKEN_INVALID");

  const client::Access viewer = {.token = Token("viewer", v1::RoleBinding::VIEWER)};
  EXPECT_EQ(RefusalToList(viewer), "");
  EXPECT_EQ(Refusal(viewer,
                    [](client::Client& client) {
                      v1::DeleteInstanceRequest request;
                      request.set_name("instances/local");
                      return client.DeleteInstance(request);
                    }),
            "NOT_PERMITTED");

  v1::RevokeApiTokenRequest revoke;
  revoke.set_name("apiTokens/viewer");
  ASSERT_THAT(plane_->api().RevokeApiToken(revoke).status(), IsOk());
  EXPECT_EQ(RefusalToList(viewer), "TOKEN_REVOKED");

  const client::Access late = {.token = Token("late", v1::RoleBinding::OPERATOR)};
  cluster::PostgresServer::Query(plane_->database_url(),
                                 "UPDATE api_tokens SET expire_time = now() WHERE id = 'late'");
  EXPECT_EQ(RefusalToList(late), "TOKEN_EXPIRED");

  const std::string worker = Token("worker", v1::RoleBinding::ROLE_UNSPECIFIED);
  EXPECT_EQ(RefusalToList({.token = worker}), "NOT_PERMITTED");
}

TEST_F(Access, AWorkerDialsWithAWorkersTokenAndNoSecretIsAnywhere) {
  Start();
  plane_->Start();
  const std::string good = FileOf(Token("worker", v1::RoleBinding::ROLE_UNSPECIFIED));
  const std::string persons = FileOf(Token("ada", v1::RoleBinding::ADMIN));
  secrets_.push_back(plane_->access().token);

  cluster::ChildProcess let_in =
      plane_->StartWorker("good", {"--control_plane_token_file=" + good});
  cluster::ChildProcess person =
      plane_->StartWorker("person", {"--control_plane_token_file=" + persons});
  cluster::ChildProcess nobody = plane_->StartWorker("nobody");

  EXPECT_TRUE(Within([&] { return IsConnected("good"); })) << let_in.LogTail();
  EXPECT_TRUE(Within([&] {
    return absl::StrContains(person.LogTail(), "which lacks the permission");
  })) << person.LogTail();
  EXPECT_TRUE(Within([&] { return absl::StrContains(nobody.LogTail(), "does not say who it is"); }))
      << nobody.LogTail();
  EXPECT_FALSE(IsConnected("person"));
  EXPECT_FALSE(IsConnected("nobody"));
  // A worker whose file is replaced is let in without being started again.
  std::filesystem::copy_file(good, persons, std::filesystem::copy_options::overwrite_existing);
  EXPECT_TRUE(Within([&] { return IsConnected("person"); })) << person.LogTail();

  v1::SignInLink link = *plane_->api().CreateSignInLink(v1::CreateSignInLinkRequest());
  secrets_.push_back(link.code());
  const auto dump = cluster::RunToEnd({"pg_dump", "--inserts", plane_->database_url()});
  ASSERT_THAT(dump.status(), IsOk());
  std::string everything = *dump + plane_->process().LogTail(1 << 24) + let_in.LogTail(1 << 24) +
                           person.LogTail(1 << 24) + nobody.LogTail(1 << 24);
  EXPECT_THAT(*dump, HasSubstr("'ada'"));
  for (const std::string& secret : secrets_) EXPECT_THAT(everything, Not(HasSubstr(secret)));
}

// What openssl's own tool makes: authorities, a server's certificate for this machine, a client's.
class TlsAccess : public Access {
 protected:
  void SetUp() override {
    folder_ = cluster::FreshFolder("tls");
    for (const char* who : {"ca", "other"}) {
      Run(absl::StrCat("req -x509 -subj /CN=", who, " -days 1 -keyout ", who, ".key -out ", who,
                       ".pem", kNew));
    }
    Sign("server", "ca", "subjectAltName=IP:127.0.0.1");
    Sign("client", "ca", "extendedKeyUsage=clientAuth");
  }

  void Sign(const std::string& who, const std::string& by, const std::string& extension) {
    std::ofstream(folder_ + "/" + who + ".ext") << extension << "\n";
    Run(absl::StrCat("req -new -subj /CN=", who, " -keyout ", who, ".key -out ", who, ".csr",
                     kNew));
    Run(absl::StrCat("x509 -req -in ", who, ".csr -CA ", by, ".pem -CAkey ", by,
                     ".key -CAcreateserial -days 1 -extfile ", who, ".ext -out ", who, ".pem"));
    chmod((folder_ + "/" + who + ".key").c_str(), 0600);
  }

  void Run(const std::string& openssl) {
    const std::string command = absl::StrCat("cd ", folder_, " && openssl ", openssl, " 2>log");
    ASSERT_EQ(std::system(command.c_str()), 0) << command << Read(folder_ + "/log");
  }

  std::string Pem(const std::string& file) { return Read(folder_ + "/" + file); }
  std::vector<std::string> ServerFlags() {
    return {"--tls_certificate_file=" + folder_ + "/server.pem",
            "--tls_key_file=" + folder_ + "/server.key"};
  }
  // gRPC asks callers for a certificate, and the administrator has one.
  void StartAskingForCertificates(const std::vector<std::string>& more) {
    std::vector<std::string> flags = ServerFlags();
    flags.push_back("--tls_client_ca_file=" + folder_ + "/ca.pem");
    flags.insert(flags.end(), more.begin(), more.end());
    Start(flags);
    plane_->access() = {.tls = true,
                        .authorities_pem = Pem("ca.pem"),
                        .certificate_pem = Pem("client.pem"),
                        .key_pem = Pem("client.key")};
    plane_->Start();
  }

  static constexpr char kNew[] = " -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  std::string folder_;
};

TEST_F(TlsAccess, WhatIsServedByTlsIsServedByNothingElse) {
  Start(ServerFlags());
  plane_->access() = {.tls = true, .authorities_pem = Pem("ca.pem")};
  plane_->Start();
  client::Access access = plane_->access();
  EXPECT_EQ(RefusalToList(access), "");

  client::Access clear = access;
  clear.tls = false;
  EXPECT_THAT(RefusalToList(clear), HasSubstr("UNAVAILABLE"));
  client::Access mistrusting = access;
  mistrusting.authorities_pem = Pem("other.pem");
  EXPECT_THAT(RefusalToList(mistrusting), HasSubstr("UNAVAILABLE"));
  client::Access silent = access;
  silent.token.clear();
  EXPECT_EQ(RefusalToList(silent), "TOKEN_MISSING");

  const std::string token = FileOf(Token("worker", v1::RoleBinding::ROLE_UNSPECIFIED));
  cluster::ChildProcess worker =
      plane_->StartWorker("w", {"--control_plane_token_file=" + token,
                                "--control_plane_tls_ca_file=" + folder_ + "/ca.pem"});
  EXPECT_TRUE(Within([&] { return IsConnected("w"); })) << worker.LogTail();
}

TEST_F(TlsAccess, WithClientsAuthoritiesOnlyCallersWithACertificateAreHeard) {
  StartAskingForCertificates({});
  EXPECT_EQ(RefusalToList(plane_->access()), "");
  client::Access without = plane_->access();
  without.certificate_pem.clear();
  without.key_pem.clear();
  EXPECT_THAT(RefusalToList(without), HasSubstr("UNAVAILABLE"));
}

TEST_F(TlsAccess, ABrowserSignsInByHttpsAndNeedsNoCertificateWhateverGrpcAsksFor) {
  StartAskingForCertificates({"--http_tls_certificate_file=" + folder_ + "/server.pem",
                              "--http_tls_key_file=" + folder_ + "/server.key"});
  std::string address = Read(plane_->folder() + "/http_port");
  address.resize(address.find('\n'));
  http::CurlClient browser({.ca_file = folder_ + "/ca.pem"});

  const std::string body = absl::StrCat(R"({"token": ")", plane_->access().token, "\"}");
  http::HttpRequest sign_in{.method = "POST", .url = "https://" + address + "/v1/sessions"};
  sign_in.headers = {{"Origin", "https://" + address},
                     {"X-Sluice-Request", "1"},
                     {"Content-Type", "application/json"}};
  sign_in.body = body;
  const auto signed_in = browser.Send(sign_in);

  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_EQ(signed_in->status, 200) << signed_in->body;
  const std::string cookie(signed_in->headers.Find("Set-Cookie").value_or(""));
  EXPECT_THAT(cookie, AllOf(StartsWith("__Host-sluice_session="), HasSubstr("; Secure")));
  http::HttpRequest list{.url = "https://" + address + "/v1/workers"};
  list.headers = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
  EXPECT_EQ(browser.Send(list)->status, 200);
  EXPECT_THAT(plane_->process().LogTail(1 << 24), HasSubstr("https://" + address));
}

TEST_F(TlsAccess, ARenewedCertificateIsShownWithoutARestart) {
  Start(ServerFlags());
  plane_->access() = {.tls = true, .authorities_pem = Pem("ca.pem")};
  plane_->Start();
  client::Access trusting_the_new = plane_->access();
  trusting_the_new.authorities_pem = Pem("other.pem");
  EXPECT_THAT(RefusalToList(trusting_the_new), HasSubstr("UNAVAILABLE"));

  Sign("server", "other", "subjectAltName=IP:127.0.0.1");

  EXPECT_TRUE(Within([&] { return RefusalToList(trusting_the_new).empty(); }));
}

}  // namespace
}  // namespace sluice::e2e
