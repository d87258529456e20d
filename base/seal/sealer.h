#ifndef SLUICE_BASE_SEAL_SEALER_H_
#define SLUICE_BASE_SEAL_SEALER_H_

#include <initializer_list>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/seal/key.h"

namespace sluice::seal {

// Why a sealed value does not open, for programs.
inline constexpr absl::string_view kSecretUnreadable = "SECRET_UNREADABLE";

// What a sealed value belongs to, as one text: two lists that differ give texts that differ.
std::string ContextOf(std::initializer_list<absl::string_view> parts);

// The id of the key that sealed `sealed`; nothing when it is no sealed text.
std::optional<std::string> KeyIdOf(absl::string_view sealed);

// Seals texts with AES-256-GCM: who lacks the key can neither read nor change them, nor move them
// to another context.
//
// A sealed text is ASCII:
//
//     1.<key id>.<web-safe Base64, unpadded, of: nonce (12) | ciphertext | tag (16)>
//
// `1` is the version of this form. The key is Derive("AES-256-GCM 1"); the additional data are the
// text up to and with its second dot, then the context. Nonces are random: one key is good for 2^32
// texts. Thread-safe.
class Sealer {
 public:
  explicit Sealer(const Key& key) : key_(key) {}

  const std::string& key_id() const { return key_.id(); }

  std::string Seal(absl::string_view text, absl::string_view context) const;

  // FAILED_PRECONDITION when another key sealed it, DATA_LOSS when it is no sealed text, was
  // changed or belongs to another context; both SECRET_UNREADABLE. `what` names the thing in the
  // message.
  absl::StatusOr<std::string> Open(absl::string_view sealed, absl::string_view context,
                                   absl::string_view what) const;

 private:
  const Key key_;
};

}  // namespace sluice::seal

#endif  // SLUICE_BASE_SEAL_SEALER_H_
