#include "base/tls/tls_files_watch.h"

#include <filesystem>
#include <optional>

#include "base/status/status_matchers.h"
#include "base/tls/testing_certificate.h"
#include "gmock/gmock.h"

namespace sluice {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Optional;

// A server's files, and a renewed certificate beside them.
class TlsFilesWatchTest : public ::testing::Test {
 protected:
  void Replace(const std::string& by, const std::string& file) {
    std::filesystem::copy_file(by, file, std::filesystem::copy_options::overwrite_existing);
  }

  const TlsFiles files_ = MakeCertificate("shown");
  const TlsFiles renewed_ = MakeCertificate("renewed");
  TlsFilesWatch watch_{files_, *ReadTlsFiles(files_)};
};

TEST_F(TlsFilesWatchTest, NothingIsAnsweredWhileNothingChanges) {
  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_F(TlsFilesWatchTest, ARenewedCertificateIsAnsweredOnce) {
  Replace(renewed_.certificate_file, files_.certificate_file);
  Replace(renewed_.key_file, files_.key_file);

  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Optional(Eq(*ReadTlsFiles(renewed_)))));
  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_F(TlsFilesWatchTest, UntilTheKeyFitsItIsToldOnceAndNotAnswered) {
  Replace(renewed_.certificate_file, files_.certificate_file);

  EXPECT_THAT(watch_.Look().status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("another certificate")));
  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Eq(std::nullopt)));

  Replace(renewed_.key_file, files_.key_file);
  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Optional(Eq(*ReadTlsFiles(renewed_)))));
}

TEST_F(TlsFilesWatchTest, AFileThatComesBackAsItWasIsNoChange) {
  std::filesystem::rename(files_.key_file, files_.key_file + ".away");
  EXPECT_THAT(watch_.Look().status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot be read")));
  std::filesystem::rename(files_.key_file + ".away", files_.key_file);
  EXPECT_THAT(watch_.Look(), IsOkAndHolds(Eq(std::nullopt)));
}

}  // namespace
}  // namespace sluice
