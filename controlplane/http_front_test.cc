// What is answered at http_listen, asked over a real connection as browsers ask: by https, checking
// the certificate.

#include "controlplane/http_front.h"

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/http/curl_client.h"
#include "base/status/status_matchers.h"
#include "base/tls/testing_certificate.h"
#include "controlplane/api_world.h"
#include "controlplane/gateway/request_observer.h"
#include "controlplane/options.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Nobody : public RequestObserver {
  void OnAnswered(const AnsweredRequest&) override {}
  void OnEvent(const std::string&, size_t) override {}
  void OnRefused(HttpLimit) override {}
};

class HttpFrontTest : public ApiWorld {
 protected:
  HttpFrontTest() : ApiWorld({}, /*asks=*/true) { options_.http_listen = "127.0.0.1:0"; }
  ~HttpFrontTest() override {
    if (front_ == nullptr) return;
    server_->Stop();
    front_->Close();
  }

  absl::Status Start() {
    auto front = HttpFront::Start(
        options_, store_, handlers_.gatekeeper(), clock_,
        {.is_ready = [] { return absl::OkStatus(); }, .metrics = [] { return std::string(); }},
        nobody_);
    if (!front.ok()) return front.status();
    front_ = *std::move(front);
    front_->Open(channel_);
    return absl::OkStatus();
  }

  // A request of the console's page to a server whose certificate must be the one in `trusted`.
  absl::StatusOr<http::HttpResponse> Ask(const std::string& method, const std::string& path,
                                         const std::string& body, const std::string& trusted,
                                         const std::string& cookie = "") {
    http::HttpRequest request{.method = method, .url = front_->url() + path, .body = body};
    request.headers = {{"Origin", front_->url()}, {"X-Sluice-Request", "1"}};
    if (!body.empty()) request.headers.Add("Content-Type", "application/json");
    if (!cookie.empty()) request.headers.Add("Cookie", cookie);
    return http::CurlClient({.ca_file = trusted}).Send(request);
  }
  absl::StatusOr<http::HttpResponse> SignIn(const std::string& trusted) {
    return Ask("POST", "/v1/sessions", absl::StrCat(R"({"token": ")", secret_, "\"}"), trusted);
  }
  static std::string Header(const http::HttpResponse& response, absl::string_view name) {
    return std::string(response.headers.Find(name).value_or(""));
  }

  Options options_;
  Nobody nobody_;
  std::unique_ptr<HttpFront> front_;
};

// The same by https.
class HttpsFrontTest : public HttpFrontTest {
 protected:
  HttpsFrontTest() {
    options_.http_tls.certificate_file = files_.certificate_file;
    options_.http_tls.key_file = files_.key_file;
  }

  const TlsFiles files_ = MakeCertificate("front");
};

TEST_F(HttpsFrontTest, ABrowserSignsInByHttpsAndItsCookieIsForTlsOnly) {
  ASSERT_THAT(Start(), IsOk());
  EXPECT_THAT(front_->url(), StartsWith("https://127.0.0.1:"));

  const auto signed_in = SignIn(files_.certificate_file);

  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_EQ(signed_in->status, 200) << signed_in->body;
  const std::string cookie = Header(*signed_in, "Set-Cookie");
  EXPECT_THAT(cookie, AllOf(StartsWith("__Host-sluice_session="), HasSubstr("; Secure")));
  EXPECT_THAT(Header(*signed_in, "Strict-Transport-Security"), StartsWith("max-age="));
  const auto instances =
      Ask("GET", "/v1/instances", "", files_.certificate_file, cookie.substr(0, cookie.find(';')));
  ASSERT_THAT(instances.status(), IsOk());
  EXPECT_EQ(instances->status, 200);
  EXPECT_THAT(instances->body, HasSubstr("instances/alikafka"));
}

TEST_F(HttpFrontTest, InClearTheCookieIsForThisAddressOnly) {
  ASSERT_THAT(Start(), IsOk());
  EXPECT_THAT(front_->url(), StartsWith("http://127.0.0.1:"));
  const auto signed_in = SignIn("");
  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_EQ(signed_in->status, 200) << signed_in->body;
  EXPECT_THAT(Header(*signed_in, "Set-Cookie"), StartsWith("sluice_session="));
  front_->RenewCertificate();  // There is none.
}

TEST_F(HttpsFrontTest, AskedByHttpItSaysToAskByHttps) {
  ASSERT_THAT(Start(), IsOk());
  http::HttpRequest request{.url = absl::StrCat("http", front_->url().substr(5), "/healthz")};

  const auto answer = http::CurlClient().Send(request);

  ASSERT_THAT(answer.status(), IsOk());
  EXPECT_EQ(answer->status, 400);
  EXPECT_THAT(answer->body, HasSubstr("https://"));
}

TEST_F(HttpsFrontTest, ARenewedCertificateIsShownWithoutARestart) {
  ASSERT_THAT(Start(), IsOk());
  const std::string former = files_.certificate_file + ".former";
  std::filesystem::copy_file(files_.certificate_file, former,
                             std::filesystem::copy_options::overwrite_existing);

  MakeCertificate("front");
  EXPECT_THAT(SignIn(former), IsOk());
  front_->RenewCertificate();

  EXPECT_FALSE(SignIn(former).ok());
  EXPECT_THAT(SignIn(files_.certificate_file), IsOk());
}

TEST_F(HttpsFrontTest, UntilTheKeyFitsTheFormerCertificateIsShown) {
  ASSERT_THAT(Start(), IsOk());
  const std::string former = files_.certificate_file + ".former";
  std::filesystem::copy_file(files_.certificate_file, former,
                             std::filesystem::copy_options::overwrite_existing);
  std::filesystem::copy_file(MakeCertificate("next").certificate_file, files_.certificate_file,
                             std::filesystem::copy_options::overwrite_existing);

  front_->RenewCertificate();

  EXPECT_THAT(SignIn(former), IsOk());
}

TEST_F(HttpsFrontTest, GivenAKeyThatIsNoneThenItDoesNotListen) {
  options_.http_tls.key_file = files_.certificate_file;
  EXPECT_THAT(Start(), StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr(absl::StrCat("the file ", files_.certificate_file))));
}

}  // namespace
}  // namespace sluice::controlplane
