#include "api/client/access.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/config/config.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::client {
namespace {

constexpr size_t kPemBytesMax = 1 << 20;
constexpr size_t kTokenBytesMax = 256;

absl::Status Unusable(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), "FILE_UNREADABLE"), remedy);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return Unusable(absl::StrCat("cannot read the file ", path),
                    "check its path, and that you may read it");
  }
  std::string text(kPemBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.empty() || text.size() > kPemBytesMax) {
    return Unusable(absl::StrCat("the file ", path, text.empty() ? " is empty" : " is too large"),
                    "name the file that was meant");
  }
  return text;
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(std::string text, ReadFile(path));
  struct stat file;
  if (stat(path.c_str(), &file) == 0 && S_ISREG(file.st_mode) &&
      (file.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0) {
    return Unusable(absl::StrCat("the file ", path, " holds a secret and others may read it"),
                    absl::StrCat("chmod 600 ", path));
  }
  return text;
}

absl::StatusOr<std::string> ReadToken(const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadSecretFile(path));
  const absl::string_view token = absl::StripAsciiWhitespace(text);
  if (token.empty() || token.size() > kTokenBytesMax ||
      !std::all_of(token.begin(), token.end(), absl::ascii_isgraph)) {
    return Unusable(absl::StrCat("the file ", path, " does not hold an API token alone"),
                    "write into it what was shown when the token was made: slc_…");
  }
  return std::string(token);
}

}  // namespace

absl::StatusOr<Access> ReadAccess(const AccessFiles& files, absl::string_view server) {
  Access access;
  if (!files.token_file.empty()) {
    SLUICE_ASSIGN_OR_RETURN(access.token, ReadToken(files.token_file));
  }
  access.tls = !files.tls_ca_file.empty();
  if (access.tls && files.tls_ca_file != kSystemAuthorities) {
    SLUICE_ASSIGN_OR_RETURN(access.authorities_pem, ReadFile(files.tls_ca_file));
  }
  if (files.tls_certificate_file.empty() != files.tls_key_file.empty()) {
    return Unusable("a certificate needs its key, and a key its certificate", "name both files");
  }
  if (!files.tls_certificate_file.empty()) {
    if (!access.tls) {
      return Unusable("a certificate is shown over TLS only",
                      "name the file of the server's authorities, too, or `system`");
    }
    SLUICE_ASSIGN_OR_RETURN(access.certificate_pem, ReadFile(files.tls_certificate_file));
    SLUICE_ASSIGN_OR_RETURN(access.key_pem, ReadSecretFile(files.tls_key_file));
  }
  if (!access.token.empty() && !access.tls && !files.allow_plaintext &&
      !config::IsLoopback(server)) {
    return WithRemedy(
        WithReason(absl::InvalidArgumentError(absl::StrCat("the token would go to ", server,
                                                           " in clear, for everybody on the way")),
                   "FILE_UNREADABLE"),
        "use TLS: name the file of the server's certificate authorities, or `system`");
  }
  return access;
}

}  // namespace sluice::client
