#include "maxcompute/auth/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {
namespace {

std::string Hmac(const EVP_MD* digest, absl::string_view key, absl::string_view text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(digest, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes, &size);
  return std::string(reinterpret_cast<const char*>(bytes), size);
}

}  // namespace

std::string HmacSha1(absl::string_view key, absl::string_view text) {
  return Hmac(EVP_sha1(), key, text);
}

std::string HmacSha256(absl::string_view key, absl::string_view text) {
  return Hmac(EVP_sha256(), key, text);
}

}  // namespace sluice::maxcompute
