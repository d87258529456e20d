#ifndef SLUICE_CONTROLPLANE_ACCESS_SECRET_H_
#define SLUICE_CONTROLPLANE_ACCESS_SECRET_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// What somebody shows to be known. Each kind has a prefix: it tells what was pasted where, and lets
// programs that look for leaked secrets find ours.
enum class SecretKind {
  kToken,       // slc_
  kSession,     // sls_
  kSignInCode,  // slk_
};

// A prefix and 43 characters of A-Z, a-z, 0-9, `-` and `_`: 256 bits of the system's random
// numbers.
std::string NewSecret(SecretKind kind);

// Whether `text` could be such a secret. What could not is refused without asking the store.
bool HasFormOf(SecretKind kind, absl::string_view text);

// What is kept instead of the secret: 64 hex digits of SHA-256. A slow, salted hash protects what
// people choose and others can guess; 256 random bits nobody guesses, and a fast hash can be looked
// up by an index and costs a flood of wrong secrets nothing of ours. How long that look-up takes
// tells nothing: whoever times it would have to choose hashes, and can only choose secrets.
std::string HashOfSecret(absl::string_view secret);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_SECRET_H_
