#include "base/seal/sealer.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/check.h"
#include "base/status/reason.h"

namespace sluice::seal {
namespace {

constexpr absl::string_view kVersion = "1";
constexpr absl::string_view kCipherKey = "AES-256-GCM 1";
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;

struct Free {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, Free>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// What stands before the Base64.
std::string HeadOf(absl::string_view key_id) { return absl::StrCat(kVersion, ".", key_id, "."); }

absl::Status Unreadable(absl::Status status, absl::string_view remedy) {
  return WithRemedy(WithReason(std::move(status), kSecretUnreadable), remedy);
}

absl::Status Broken(absl::string_view what) {
  return Unreadable(
      absl::DataLossError(absl::StrCat(what,
                                       " was changed, or moved here from elsewhere, after it "
                                       "was sealed")),
      "give it again, and find out who writes there beside this program");
}

// The parts between the dots; empty when it is none of ours.
std::vector<absl::string_view> PartsOf(absl::string_view sealed) {
  std::vector<absl::string_view> parts = absl::StrSplit(sealed, absl::MaxSplits('.', 2));
  if (parts.size() != 3 || parts[0] != kVersion || parts[1].empty()) parts.clear();
  return parts;
}

}  // namespace

std::string ContextOf(std::initializer_list<absl::string_view> parts) {
  std::string context;
  for (absl::string_view part : parts) absl::StrAppend(&context, part.size(), ":", part, "\n");
  return context;
}

std::optional<std::string> KeyIdOf(absl::string_view sealed) {
  const std::vector<absl::string_view> parts = PartsOf(sealed);
  if (parts.empty()) return std::nullopt;
  return std::string(parts[1]);
}

std::string Sealer::Seal(absl::string_view text, absl::string_view context) const {
  const std::string head = HeadOf(key_id());
  const std::string additional = absl::StrCat(head, context);
  std::string bytes(kNonceBytes + text.size() + kTagBytes, '\0');
  unsigned char* const nonce = Bytes(bytes);
  unsigned char* const ciphertext = nonce + kNonceBytes;
  const std::string cipher_key = key_.Derive(kCipherKey);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool sealed =
      RAND_bytes(nonce, kNonceBytes) == 1 &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(cipher_key), nonce) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, Bytes(additional),
                        static_cast<int>(additional.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), ciphertext, &size, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), ciphertext + size, &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                          ciphertext + text.size()) == 1;
  SLUICE_CHECK(sealed) << "AES-256-GCM does not work here";
  return absl::StrCat(head, absl::WebSafeBase64Escape(bytes));
}

absl::StatusOr<std::string> Sealer::Open(absl::string_view sealed, absl::string_view context,
                                         absl::string_view what) const {
  const std::vector<absl::string_view> parts = PartsOf(sealed);
  if (parts.empty()) return Broken(what);
  if (parts[1] != key_id()) {
    return Unreadable(absl::FailedPreconditionError(
                          absl::StrCat(what, " was sealed with key ", parts[1].substr(0, 64),
                                       "; this process has key ", key_id())),
                      absl::StrCat("start it with the key file that holds key ",
                                   parts[1].substr(0, 64), ", or give the secret again"));
  }
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(parts[2], &bytes) || bytes.size() < kNonceBytes + kTagBytes) {
    return Broken(what);
  }
  const std::string additional = absl::StrCat(HeadOf(key_id()), context);
  std::string text(bytes.size() - kNonceBytes - kTagBytes, '\0');
  const unsigned char* const ciphertext = Bytes(bytes) + kNonceBytes;
  const std::string cipher_key = key_.Derive(kCipherKey);
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool opened = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                                         Bytes(cipher_key), Bytes(bytes)) == 1 &&
                      EVP_DecryptUpdate(cipher.get(), nullptr, &size, Bytes(additional),
                                        static_cast<int>(additional.size())) == 1 &&
                      EVP_DecryptUpdate(cipher.get(), Bytes(text), &size, ciphertext,
                                        static_cast<int>(text.size())) == 1 &&
                      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                                          Bytes(bytes) + kNonceBytes + text.size()) == 1 &&
                      EVP_DecryptFinal_ex(cipher.get(), Bytes(text) + size, &size) == 1;
  if (!opened) return Broken(what);
  return text;
}

}  // namespace sluice::seal
