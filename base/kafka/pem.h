#ifndef SLUICE_BASE_KAFKA_PEM_H_
#define SLUICE_BASE_KAFKA_PEM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Looks at certificates and keys before they are handed to the Kafka client, whose own errors do
// not say which of them is wrong. No error holds a byte of what was given.
namespace sluice::kafka {

// INVALID_ARGUMENT unless `pem` holds at least one certificate and nothing broken. `what` names the
// setting.
absl::Status CheckCertificates(absl::string_view pem, absl::string_view what);

// INVALID_ARGUMENT unless `key_pem` holds a private key that `password` opens and that belongs to
// the first certificate of `certificate_pem`.
absl::Status CheckKeyPair(absl::string_view certificate_pem, absl::string_view key_pem,
                          const std::string& password);

// The subject of the first certificate as Kafka writes it (RFC 2253, `CN=sluice,O=acme`); empty
// when there is none.
std::string SubjectOf(absl::string_view certificate_pem);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_PEM_H_
