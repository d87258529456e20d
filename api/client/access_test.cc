#include "api/client/access.h"

#include <sys/stat.h>

#include <fstream>
#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kToken[] = "slc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr char kHere[] = "127.0.0.1:9090";
constexpr char kElsewhere[] = "sluice.example.com:9090";

std::string FileOf(const std::string& text, mode_t mode = 0600) {
  static int files = 0;
  const std::string path = testing::TempDir() + "/file" + std::to_string(files++);
  std::ofstream(path) << text;
  chmod(path.c_str(), mode);
  return path;
}

absl::Status Judge(const AccessFiles& files, const char* server = kHere) {
  return ReadAccess(files, server).status();
}

TEST(Access, WithoutFilesACallIsInClearAndSaysNothing) {
  const auto access = ReadAccess({}, kElsewhere);
  ASSERT_THAT(access.status(), IsOk());
  EXPECT_EQ(access->token, "");
  EXPECT_FALSE(access->tls);
}

TEST(Access, ATokenIsReadWithoutTheLineBreakAtItsEnd) {
  const auto access = ReadAccess({.token_file = FileOf(std::string(kToken) + "\n")}, kHere);
  ASSERT_THAT(access.status(), IsOk());
  EXPECT_EQ(access->token, kToken);
}

TEST(Access, ATokenThatEverybodyMayReadIsRefusedWithWhatMendsIt) {
  const std::string path = FileOf(kToken, 0644);
  const absl::Status refused = Judge({.token_file = path});
  EXPECT_EQ(ReasonOf(refused), "FILE_UNREADABLE");
  EXPECT_EQ(RemedyOf(refused), "chmod 600 " + path);
}

TEST(Access, AnythingButATokenIsRefusedAndNotRepeated) {
  for (const char* text : {"two words", "line\nbreak", "caf\xc3\xa9"}) {
    EXPECT_THAT(Judge({.token_file = FileOf(text)}),
                StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr(text))));
  }
  EXPECT_THAT(Judge({.token_file = FileOf(" ")}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Judge({.token_file = FileOf(std::string(257, 'a'))}),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Judge({.token_file = FileOf("")}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("empty")));
  EXPECT_THAT(Judge({.token_file = "/no/such/file"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/no/such/file")));
}

TEST(Access, ATokenGoesInClearToThisMachineOnly) {
  const AccessFiles files = {.token_file = FileOf(kToken)};
  EXPECT_THAT(Judge(files, "localhost:1"), IsOk());
  EXPECT_THAT(Judge(files, "[::1]:1"), IsOk());
  EXPECT_THAT(Judge(files, kElsewhere),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("in clear")));
  AccessFiles encrypted = files;
  encrypted.tls_ca_file = "system";
  EXPECT_THAT(Judge(encrypted, kElsewhere), IsOk());
  AccessFiles allowed = files;
  allowed.allow_plaintext = true;
  EXPECT_THAT(Judge(allowed, kElsewhere), IsOk());
}

TEST(Access, TheSystemsAuthoritiesAreNoFile) {
  const auto access = ReadAccess({.tls_ca_file = "system"}, kElsewhere);
  ASSERT_THAT(access.status(), IsOk());
  EXPECT_TRUE(access->tls);
  EXPECT_EQ(access->authorities_pem, "");
  EXPECT_EQ(ReadAccess({.tls_ca_file = FileOf("pem")}, kElsewhere)->authorities_pem, "pem");
}

TEST(Access, ACertificateComesWithItsKeyAndOverTlsOnly) {
  const std::string pem = FileOf("pem");
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Judge({.tls_ca_file = "system", .tls_certificate_file = pem}), refused);
  EXPECT_THAT(Judge({.tls_ca_file = "system", .tls_key_file = pem}), refused);
  EXPECT_THAT(Judge({.tls_certificate_file = pem, .tls_key_file = pem}), refused);
  EXPECT_THAT(Judge({.tls_ca_file = "system",
                     .tls_certificate_file = pem,
                     .tls_key_file = FileOf("k", 0644)}),
              refused);
  EXPECT_THAT(Judge({.tls_ca_file = "system", .tls_certificate_file = pem, .tls_key_file = pem}),
              IsOk());
}

}  // namespace
}  // namespace sluice::client
