#include "emulator/auth/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace sluice::emulator {
namespace {

std::string Hmac(const EVP_MD* hash, absl::string_view key, absl::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(hash, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  return std::string(reinterpret_cast<char*>(digest), size);
}

}  // namespace

std::string HmacSha1(absl::string_view key, absl::string_view text) {
  return Hmac(EVP_sha1(), key, text);
}

std::string HmacSha256(absl::string_view key, absl::string_view text) {
  return Hmac(EVP_sha256(), key, text);
}

bool EqualInConstantTime(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sluice::emulator
