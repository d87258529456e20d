#include "base/kafka/connection_settings.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/kafka/pem.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

bool IsHostAndPort(absl::string_view server) {
  const size_t colon = server.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  int32_t port = 0;
  return absl::SimpleAtoi(server.substr(colon + 1), &port) && port > 0 && port < 65536 &&
         server.find_first_of(" \t\r\n/") == absl::string_view::npos;
}

absl::Status Unfit(absl::string_view why) { return absl::InvalidArgumentError(why); }

absl::Status ValidateServers(absl::string_view servers) {
  if (servers.empty()) return Unfit("bootstrap_servers is empty; give host:port,host:port");
  for (absl::string_view server : absl::StrSplit(servers, ',')) {
    if (!IsHostAndPort(server)) {
      return Unfit(absl::StrCat("bootstrap server '", server.substr(0, 64),
                                "' is not of the form host:port"));
    }
  }
  return absl::OkStatus();
}

absl::Status ValidateSasl(const ConnectionSettings& settings) {
  const absl::string_view protocol = NameOf(settings.security_protocol);
  if (!UsesSasl(settings.security_protocol)) {
    if (settings.username.empty() && settings.password.empty()) return absl::OkStatus();
    return Unfit(absl::StrCat("a user name or a password is given, but ", protocol,
                              " has none; use SASL_SSL or SASL_PLAINTEXT, or leave them out"));
  }
  if (settings.username.empty()) return Unfit(absl::StrCat(protocol, " needs a user name"));
  if (settings.password.empty()) return Unfit(absl::StrCat(protocol, " needs a password"));
  return absl::OkStatus();
}

absl::Status ValidateTls(const ConnectionSettings& settings) {
  const bool has_certificate = !settings.client_certificate_pem.empty();
  const bool has_key = !settings.client_key_pem.empty();
  if (!UsesTls(settings.security_protocol)) {
    if (settings.ca_certificates_pem.empty() && !has_certificate && !has_key) {
      return absl::OkStatus();
    }
    return Unfit(absl::StrCat("a certificate or key is given, but ",
                              NameOf(settings.security_protocol),
                              " uses none; use SSL or SASL_SSL, or leave them out"));
  }
  if (!settings.ca_certificates_pem.empty()) {
    SLUICE_RETURN_IF_ERROR(CheckCertificates(settings.ca_certificates_pem, "the CA certificate"));
  }
  if (has_certificate != has_key) {
    return Unfit(has_key ? "a client key is given without its certificate"
                         : "a client certificate is given without its key");
  }
  if (!has_certificate) {
    return settings.client_key_password.empty()
               ? absl::OkStatus()
               : Unfit("a password of a client key is given without the key");
  }
  SLUICE_RETURN_IF_ERROR(
      CheckCertificates(settings.client_certificate_pem, "the client certificate"));
  return CheckKeyPair(settings.client_certificate_pem, settings.client_key_pem,
                      settings.client_key_password);
}

}  // namespace

bool UsesTls(SecurityProtocol protocol) {
  return protocol == SecurityProtocol::kSsl || protocol == SecurityProtocol::kSaslSsl;
}

bool UsesSasl(SecurityProtocol protocol) {
  return protocol == SecurityProtocol::kSaslPlaintext || protocol == SecurityProtocol::kSaslSsl;
}

absl::string_view NameOf(SecurityProtocol protocol) {
  switch (protocol) {
    case SecurityProtocol::kPlaintext:
      return "PLAINTEXT";
    case SecurityProtocol::kSsl:
      return "SSL";
    case SecurityProtocol::kSaslPlaintext:
      return "SASL_PLAINTEXT";
    case SecurityProtocol::kSaslSsl:
      return "SASL_SSL";
  }
  return "PLAINTEXT";
}

absl::string_view NameOf(SaslMechanism mechanism) {
  switch (mechanism) {
    case SaslMechanism::kPlain:
      return "PLAIN";
    case SaslMechanism::kScramSha256:
      return "SCRAM-SHA-256";
    case SaslMechanism::kScramSha512:
      return "SCRAM-SHA-512";
  }
  return "PLAIN";
}

std::string ConnectionSettings::Describe() const {
  std::string text = absl::StrCat(bootstrap_servers, " (", NameOf(security_protocol));
  if (UsesSasl(security_protocol)) {
    absl::StrAppend(&text, ", ", NameOf(sasl_mechanism), ", user ", username);
  } else if (!client_certificate_pem.empty()) {
    absl::StrAppend(&text, ", client certificate ", SubjectOf(client_certificate_pem));
  }
  return text + ")";
}

std::string ConnectionSettings::Principal() const {
  if (UsesSasl(security_protocol)) return absl::StrCat("User:", username);
  const std::string subject =
      UsesTls(security_protocol) ? SubjectOf(client_certificate_pem) : std::string();
  return absl::StrCat("User:", subject.empty() ? "ANONYMOUS" : subject);
}

absl::Status ConnectionSettings::Validate() const {
  SLUICE_RETURN_IF_ERROR(ValidateServers(bootstrap_servers));
  SLUICE_RETURN_IF_ERROR(ValidateSasl(*this));
  return ValidateTls(*this);
}

}  // namespace sluice::kafka
