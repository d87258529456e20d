#include "base/kafka/connection_settings.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sluice::kafka {
namespace {

bool UsesSasl(SecurityProtocol protocol) {
  return protocol == SecurityProtocol::kSaslPlaintext || protocol == SecurityProtocol::kSaslSsl;
}

bool IsHostAndPort(absl::string_view server) {
  const size_t colon = server.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  int32_t port = 0;
  return absl::SimpleAtoi(server.substr(colon + 1), &port) && port > 0 && port < 65536 &&
         server.find_first_of(" \t\r\n/") == absl::string_view::npos;
}

}  // namespace

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
  }
  return text + ")";
}

absl::Status ConnectionSettings::Validate() const {
  if (bootstrap_servers.empty()) {
    return absl::InvalidArgumentError("bootstrap_servers is empty; give host:port,host:port");
  }
  for (absl::string_view server : absl::StrSplit(bootstrap_servers, ',')) {
    if (!IsHostAndPort(server)) {
      return absl::InvalidArgumentError(absl::StrCat("bootstrap server '", server.substr(0, 64),
                                                     "' is not of the form host:port"));
    }
  }
  if (UsesSasl(security_protocol) && (username.empty() || password.empty())) {
    return absl::InvalidArgumentError(
        absl::StrCat(NameOf(security_protocol), " needs a user name and a password"));
  }
  return absl::OkStatus();
}

}  // namespace sluice::kafka
