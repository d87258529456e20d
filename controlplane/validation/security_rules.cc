#include "controlplane/validation/security_rules.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/kafka/pem.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr char kSasl[] = "instance.sasl";
constexpr char kUsername[] = "instance.sasl.username";
constexpr char kPassword[] = "instance.sasl.password";
constexpr char kTls[] = "instance.tls";
constexpr char kCaCertificates[] = "instance.tls.ca_certificates_pem";
constexpr char kClientCertificate[] = "instance.tls.client_certificate_pem";
constexpr char kClientKey[] = "instance.tls.client_key_pem";

constexpr size_t kUsernameBytesMax = 256;
constexpr size_t kPasswordBytesMax = 1024;
constexpr size_t kPemBytesMax = 64 << 10;

struct ProtocolTraits {
  absl::string_view name;
  bool login;
  bool tls;
};

ProtocolTraits TraitsOf(SecurityProtocol protocol) {
  switch (protocol) {
    case SecurityProtocol::kPlaintext:
      return {"PLAINTEXT", false, false};
    case SecurityProtocol::kSsl:
      return {"SSL", false, true};
    case SecurityProtocol::kSaslPlaintext:
      return {"SASL_PLAINTEXT", true, false};
    case SecurityProtocol::kSaslSsl:
      return {"SASL_SSL", true, true};
  }
  return {};
}

bool IsTooLong(absl::string_view field, absl::string_view text, size_t bytes_max,
               Violations& violations) {
  if (text.size() <= bytes_max) return false;
  violations.Add(field, "FIELD_TOO_LONG",
                 absl::StrCat("has ", text.size(), " bytes; at most ", bytes_max));
  return true;
}

void CheckLogin(const SaslLogin& sasl, Violations& violations) {
  if (sasl.username.empty()) {
    violations.Add(kUsername, "FIELD_REQUIRED", "is empty; give the user of the brokers");
  } else {
    CheckText(kUsername, sasl.username, kUsernameBytesMax, violations);
  }
  if (sasl.password.empty()) {
    violations.Add(kPassword, "FIELD_REQUIRED", "is empty; give the user's password");
  } else if (!IsTooLong(kPassword, sasl.password, kPasswordBytesMax, violations) &&
             std::any_of(sasl.password.begin(), sasl.password.end(), absl::ascii_iscntrl)) {
    // Nearly always the line break at the end of a file.
    violations.Add(kPassword, "FIELD_FORM",
                   "holds a line break or another control character; give it without");
  }
}

// `status` of a PEM text as a violation; the text itself is in no error.
void AddPem(absl::string_view field, const absl::Status& status, Violations& violations) {
  if (status.ok()) return;
  absl::string_view message = absl::StripLeadingAsciiWhitespace(status.message());
  absl::ConsumePrefix(&message, "the client key ");
  violations.Add(field, "FIELD_FORM", message);
}

// Whether there is a text that can be looked at further.
bool CheckCertificateText(absl::string_view field, const std::string& pem, Violations& violations) {
  if (pem.empty() || IsTooLong(field, pem, kPemBytesMax, violations)) return false;
  const absl::Status status = kafka::CheckCertificates(pem, "");
  AddPem(field, status, violations);
  return status.ok();
}

void CheckIdentity(const TlsIdentity& tls, Violations& violations) {
  CheckCertificateText(kCaCertificates, tls.ca_certificates_pem, violations);
  const bool certificate =
      CheckCertificateText(kClientCertificate, tls.client_certificate_pem, violations);
  if (tls.client_key_pem.empty()) {
    if (tls.client_certificate_pem.empty()) return;
    violations.Add(kClientKey, "FIELD_REQUIRED", "is empty; give the key of the certificate");
  } else if (tls.client_certificate_pem.empty()) {
    violations.Add(kClientCertificate, "FIELD_REQUIRED",
                   "is empty, but there is a key; give the certificate too");
  } else if (!IsTooLong(kClientKey, tls.client_key_pem, kPemBytesMax, violations)) {
    if (absl::StrContains(tls.client_key_pem, "ENCRYPTED")) {
      violations.Add(kClientKey, "FIELD_FORM",
                     "is encrypted; give it decrypted, as `openssl pkey -in FILE` prints it");
    } else if (certificate) {
      AddPem(kClientKey, kafka::CheckKeyPair(tls.client_certificate_pem, tls.client_key_pem, ""),
             violations);
    }
  }
}

}  // namespace

void CheckSecurity(const Instance& instance, Violations& violations) {
  const ProtocolTraits protocol = TraitsOf(instance.security_protocol);
  if (instance.sasl.has_value() && !protocol.login) {
    violations.Add(kSasl, "FIELD_CONFLICT",
                   absl::StrCat("is given, but ", protocol.name,
                                " has no login; choose SASL_SSL, or leave it out"));
  } else if (instance.sasl.has_value()) {
    CheckLogin(*instance.sasl, violations);
  } else if (protocol.login) {
    violations.Add(kSasl, "FIELD_REQUIRED",
                   absl::StrCat("is missing; ", protocol.name, " needs user and password"));
  }
  if (instance.tls.has_value() && !protocol.tls) {
    violations.Add(kTls, "FIELD_CONFLICT",
                   absl::StrCat("is given, but ", protocol.name, " encrypts nothing; choose ",
                                protocol.login ? "SASL_SSL" : "SSL", ", or leave it out"));
  } else if (instance.tls.has_value()) {
    CheckIdentity(*instance.tls, violations);
  }
}

}  // namespace sluice::controlplane
