#include "base/tls/tls_files.h"

#include <sys/stat.h>

#include <string>

#include "base/status/status_matchers.h"
#include "base/tls/testing_certificate.h"
#include "gmock/gmock.h"

namespace sluice {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TlsFilesTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const { return testing::TempDir() + "/" + name; }

  void Make(const std::string& name) { MakeCertificate(name); }

  TlsFiles Files(const std::string& name) const {
    return {Path(name) + ".pem", Path(name) + ".key", ""};
  }

  absl::Status Judge(const TlsFiles& files) { return ReadTlsFiles(files).status(); }
};

TEST_F(TlsFilesTest, ACertificateAndItsKeyAreRead) {
  Make("a");
  TlsFiles files = Files("a");
  files.client_ca_file = files.certificate_file;
  const auto texts = ReadTlsFiles(files);
  ASSERT_THAT(texts.status(), IsOk());
  EXPECT_THAT(texts->certificate_chain, HasSubstr("BEGIN CERTIFICATE"));
  EXPECT_THAT(texts->private_key, HasSubstr("PRIVATE KEY"));
  EXPECT_EQ(texts->client_authorities, texts->certificate_chain);
}

TEST_F(TlsFilesTest, EachMistakeSaysWhichFileAndWhatToDo) {
  Make("a");
  Make("b");
  const auto wrong = [](const std::string& what) {
    return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(what));
  };
  EXPECT_THAT(Judge({Files("a").certificate_file, "", ""}), wrong("tls_key_file"));
  EXPECT_THAT(Judge({"", Files("a").key_file, ""}), wrong("tls_certificate_file"));
  EXPECT_THAT(Judge({Path("none.pem"), Files("a").key_file, ""}), wrong("none.pem cannot be read"));
  EXPECT_THAT(Judge({Files("a").key_file, Files("a").key_file, ""}), wrong("no certificate"));
  EXPECT_THAT(Judge({Files("a").certificate_file, Files("b").key_file, ""}),
              wrong("another certificate"));
  EXPECT_THAT(Judge({Files("a").certificate_file, Files("a").certificate_file, ""}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Judge({Files("a").certificate_file, Files("a").key_file, Files("a").key_file}),
              wrong("no certificate"));
}

TEST_F(TlsFilesTest, AKeyThatEverybodyMayReadIsRefused) {
  Make("a");
  chmod(Files("a").key_file.c_str(), 0644);
  EXPECT_THAT(Judge(Files("a")), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("chmod")));
}

TEST_F(TlsFilesTest, NoMessageShowsAKey) {
  Make("a");
  Make("b");
  EXPECT_THAT(Judge({Files("a").certificate_file, Files("b").key_file, ""}),
              StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("PRIVATE"))));
}

TEST_F(TlsFilesTest, TheKeysOfADaemonFillThem) {
  TlsFiles files;
  EXPECT_FALSE(files.given());
  config::Config config("program", "purpose");
  AddTlsKeys(config, files);
  const char* arguments[] = {"program", "--tls_certificate_file=c", "--tls_key_file=k",
                             "--tls_client_ca_file=ca"};
  ASSERT_THAT(config.Parse(4, arguments).status(), IsOk());
  EXPECT_TRUE(files.given());
  EXPECT_EQ(files.certificate_file, "c");
  EXPECT_EQ(files.key_file, "k");
  EXPECT_EQ(files.client_ca_file, "ca");
}

TEST_F(TlsFilesTest, TheKeysOfHttpAreItsOwnAndAskForNoCertificateOfClients) {
  Make("a");
  TlsFiles grpc;
  TlsFiles http{.key_prefix = "http_"};
  config::Config config("program", "purpose");
  AddTlsKeys(config, grpc);
  AddHttpTlsKeys(config, http);
  const std::string certificate = "--http_tls_certificate_file=" + Files("a").certificate_file;
  const char* arguments[] = {"program", certificate.c_str()};
  ASSERT_THAT(config.Parse(2, arguments).status(), IsOk());
  EXPECT_FALSE(grpc.given());
  EXPECT_EQ(http.certificate_file, Files("a").certificate_file);
  EXPECT_THAT(Judge(http),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("http_tls_key_file")));
  const char* with_authorities[] = {"program", "--http_tls_client_ca_file=ca"};
  config::Config again("program", "purpose");
  AddHttpTlsKeys(again, http);
  EXPECT_THAT(again.Parse(2, with_authorities).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice
