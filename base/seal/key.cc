#include "base/seal/key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "base/check.h"

namespace sluice::seal {
namespace {

constexpr size_t kIdBytes = 8;

}  // namespace

Key Key::Fresh() {
  std::string bytes(kKeyBytes, '\0');
  SLUICE_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), kKeyBytes) == 1)
      << "the system has no random numbers";
  Key key(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

Key::Key(absl::string_view bytes) : bytes_(bytes) {
  SLUICE_CHECK(bytes.size() == kKeyBytes) << "a key has " << kKeyBytes << " bytes";
  id_ = absl::BytesToHexString(Derive("key id").substr(0, kIdBytes));
}

Key::~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string Key::ToHex() const { return absl::BytesToHexString(bytes_); }

std::string Key::Derive(absl::string_view purpose) const {
  unsigned char derived[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()),
       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(), derived, &size);
  return std::string(reinterpret_cast<const char*>(derived), size);
}

}  // namespace sluice::seal
