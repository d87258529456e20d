#include "controlplane/gateway/console_pages.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kIndexHtml[] =
    "<!doctype html><html><head><meta name=\"csp-nonce\" content=\"\"/></head></html>";

class ConsoleTest : public testing::Test {
 protected:
  ConsoleTest() {
    folder_ = absl::StrCat(testing::TempDir(), "/console_",
                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    Write("index.html", kIndexHtml);
    Write("favicon.svg", "<svg/>");
    Write("assets/main-4f.js", "alert()");
    Write("assets/main-4f.js.gz", "gzipped");
    Write("assets/main-4f.js.br", "brotli");
    Write(".vite/manifest.json", "{}");
  }
  ~ConsoleTest() override { fs::remove_all(folder_); }

  void Write(const std::string& path, const std::string& text) {
    fs::create_directories(fs::path(folder_ + "/" + path).parent_path());
    std::ofstream(folder_ + "/" + path) << text;
  }

  http::ServerResponse Get(const std::string& path, http::Headers headers = {}) {
    const auto files = ConsoleFiles::Read(folder_);
    EXPECT_THAT(files, IsOk());
    return AnswerConsole(
        &*files,
        {.method = "GET", .target = http::ParseTarget(path), .headers = std::move(headers)});
  }
  static std::string Header(const http::ServerResponse& response, absl::string_view name) {
    return std::string(response.headers.Find(name).value_or(""));
  }

  std::string folder_;
};

TEST_F(ConsoleTest, EveryPageIsTheIndexWithANonceOfItsOwn) {
  std::set<std::string> bodies;
  for (const char* path : {"/", "/index.html", "/instances/x/connectors", "/workers?state=a"}) {
    const auto got = Get(path, {{"Accept", "text/html,*/*"}});
    EXPECT_EQ(got.status, 200) << path;
    EXPECT_EQ(Header(got, "Cache-Control"), "no-cache");
    EXPECT_EQ(Header(got, "ETag"), "");
    const size_t begin = got.body.find("content=\"") + 9;
    const std::string nonce = got.body.substr(begin, got.body.find('"', begin) - begin);
    EXPECT_EQ(nonce.size(), 36);
    EXPECT_THAT(Header(got, "Content-Security-Policy"),
                HasSubstr(absl::StrCat("style-src 'self' 'nonce-", nonce, "';")));
    EXPECT_TRUE(bodies.insert(got.body).second);
  }
}

TEST_F(ConsoleTest, AssetsNeverChangeAndComeInTheBestCoding) {
  const auto plain = Get("/assets/main-4f.js");
  EXPECT_EQ(plain.body, "alert()");
  EXPECT_EQ(Header(plain, "Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(Header(plain, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(Header(plain, "Vary"), "Accept-Encoding");
  EXPECT_EQ(Get("/assets/main-4f.js", {{"Accept-Encoding", "gzip, br"}}).body, "brotli");
  const auto gzip = Get("/assets/main-4f.js", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(gzip.body, "gzipped");
  EXPECT_EQ(Header(gzip, "Content-Encoding"), "gzip");
  const auto same = Get("/assets/main-4f.js", {{"If-None-Match", Header(plain, "ETag")}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
}

TEST_F(ConsoleTest, AWorkerMadeOfAScriptMayAskUsAndImportWhatIsOurs) {
  const auto got = Get("/assets/main-4f.js");

  EXPECT_EQ(Header(got, "Content-Security-Policy"),
            "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'");
}

TEST_F(ConsoleTest, GivenAnUnknownAssetThen404AndNeverThePage) {
  for (const char* path : {"/assets/none.js", "/assets/", "/assets"}) {
    const auto got = Get(path, {{"Accept", "text/html"}});
    EXPECT_EQ(got.status, 404) << path;
    EXPECT_THAT(got.body, StartsWith("{\"error\":"));
  }
}

TEST_F(ConsoleTest, GivenSomethingThatIsNoPageThen404) {
  EXPECT_EQ(Get("/data.json", {{"Accept", "application/json"}}).status, 404);
  EXPECT_EQ(Get("/.vite/manifest.json").status, 404);
  EXPECT_EQ(Header(Get("/favicon.svg"), "Cache-Control"), "no-cache");
}

TEST_F(ConsoleTest, GivenNoConsoleThenTheRootSaysSo) {
  const auto root = AnswerConsole(nullptr, {.method = "GET", .target = http::ParseTarget("/")});
  EXPECT_EQ(root.status, 404);
  EXPECT_THAT(root.body, HasSubstr("No console is installed"));
  EXPECT_EQ(AnswerConsole(nullptr, {.method = "GET", .target = http::ParseTarget("/a")}).status,
            404);
}

TEST_F(ConsoleTest, RefusesFoldersThatNoBuildMade) {
  const auto refusal = [&] { return std::string(ConsoleFiles::Read(folder_).status().message()); };
  Write("index.html", "<html></html>");
  EXPECT_THAT(refusal(), HasSubstr("csp-nonce"));
  fs::remove(folder_ + "/index.html");
  EXPECT_THAT(refusal(), HasSubstr("has no index.html"));
  Write("index.html", kIndexHtml);
  fs::create_symlink("/etc/hostname", folder_ + "/assets/link.txt");
  EXPECT_THAT(refusal(), HasSubstr("has a link, /assets/link.txt"));
  fs::remove(folder_ + "/assets/link.txt");
  Write("assets/a b.js", "x");
  EXPECT_THAT(refusal(), HasSubstr("no build makes"));
  EXPECT_THAT(ConsoleFiles::Read(folder_ + "/none"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot be read")));
}

}  // namespace
}  // namespace sluice::controlplane
