#include "controlplane/access/secret.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kRandomBytes = 32;
constexpr size_t kTextBytes = 43;  // Of kRandomBytes as base64 without padding.

absl::string_view PrefixOf(SecretKind kind) {
  switch (kind) {
    case SecretKind::kToken:
      return "slc_";
    case SecretKind::kSession:
      return "sls_";
    case SecretKind::kSignInCode:
      return "slk_";
  }
  return "";
}

bool IsOfAlphabet(char c) { return absl::ascii_isalnum(c) || c == '-' || c == '_'; }

}  // namespace

std::string NewSecret(SecretKind kind) {
  unsigned char bytes[kRandomBytes];
  SLUICE_CHECK(RAND_bytes(bytes, sizeof(bytes)) == 1) << "the system has no random numbers";
  return absl::StrCat(PrefixOf(kind), absl::WebSafeBase64Escape(absl::string_view(
                                          reinterpret_cast<const char*>(bytes), sizeof(bytes))));
}

bool HasFormOf(SecretKind kind, absl::string_view text) {
  const absl::string_view prefix = PrefixOf(kind);
  if (text.size() != prefix.size() + kTextBytes || !absl::StartsWith(text, prefix)) return false;
  const absl::string_view random = text.substr(prefix.size());
  return std::all_of(random.begin(), random.end(), IsOfAlphabet);
}

std::string HashOfSecret(absl::string_view secret) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof(digest)));
}

}  // namespace sluice::controlplane
