#include "base/kafka/connection_failure.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"

namespace sluice::kafka {
namespace {

constexpr size_t kComplaintBytesMax = 512;

// The first line whose words occur decides.
struct Sign {
  absl::string_view words;
  absl::string_view reason;
};
constexpr Sign kSigns[] = {
    // A listener without SASL answers so to somebody who wants to log in.
    {"not valid in current SASL state", reason::kProtocolMismatch},
    {"SASL Handshake not supported", reason::kProtocolMismatch},
    {"security.protocol", reason::kProtocolMismatch},
    {"setup timed out", reason::kConnectionTimedOut},
    {"SSL certificate", reason::kTlsFailed},
    {"SSL handshake", reason::kTlsFailed},
    {"SSL routines", reason::kTlsFailed},
    {"SSL error", reason::kTlsFailed},
    {"client SSL", reason::kTlsFailed},
    {"in state SSL_HANDSHAKE", reason::kTlsFailed},
    {"SASL ", reason::kAuthenticationFailed},
    {"SaslAuth", reason::kAuthenticationFailed},
    {"uthentication", reason::kAuthenticationFailed},
    {"Failed to resolve", reason::kDnsFailed},
    {"Connection refused", reason::kConnectionRefused},
    {"timed out", reason::kConnectionTimedOut},
    {"No route to host", reason::kConnectionTimedOut},
    {"Network is unreachable", reason::kConnectionTimedOut},
};

// Weakest first.
constexpr absl::string_view kByWeight[] = {
    reason::kUnreachable,         reason::kConnectionTimedOut, reason::kDnsFailed,
    reason::kConnectionRefused,   reason::kProtocolMismatch,   reason::kTlsFailed,
    reason::kAuthenticationFailed};

absl::string_view ReasonIn(absl::string_view complaint) {
  for (const Sign& sign : kSigns) {
    if (absl::StrContains(complaint, sign.words)) return sign.reason;
  }
  return reason::kUnreachable;
}

// What a TLS failure is about: the words in OpenSSL's sentence and what helps.
constexpr absl::string_view kNoTls =
    "the listener does not speak TLS: choose another port, or PLAINTEXT or SASL_PLAINTEXT as the "
    "security protocol";
struct TlsRemedy {
  absl::string_view words;
  absl::string_view remedy;
};
constexpr TlsRemedy kTlsRemedies[] = {
    {"client SSL",
     "the brokers want a client certificate that they trust: give certificate and "
     "key"},
    {"Disconnected", kNoTls},
    {"wrong version number", kNoTls},
    {"mismatch",
     "the certificate is for another name: give the bootstrap servers by the names in "
     "the brokers' certificates, or switch the check of host names off"},
    {"expired", "a certificate has expired: renew it"},
    {"issuer certificate", "give the certificate of the CA that signed the brokers' certificates"},
    {"self-signed", "give the certificate of the CA that signed the brokers' certificates"},
    {"verify failed", "give the certificate of the CA that signed the brokers' certificates"},
    {"unknown ca",
     "the brokers do not trust the client certificate: give one that their CA signed"},
    {"alert", "the brokers want a client certificate that they trust: give certificate and key"},
};

std::string TlsRemedyOf(absl::string_view complaint) {
  for (const TlsRemedy& one : kTlsRemedies) {
    if (absl::StrContains(complaint, one.words)) return std::string(one.remedy);
  }
  return "compare the TLS settings with the brokers' listener";
}

std::string RemedyOf(const ConnectionFailure& failure, const ConnectionSettings& settings) {
  const absl::string_view reason = failure.reason;
  const absl::string_view protocol = NameOf(settings.security_protocol);
  if (reason == reason::kDnsFailed) {
    return "check the spelling of the host name, and that it is known where this runs";
  }
  if (reason == reason::kConnectionRefused) {
    return "check the port, and that the broker runs and listens on that address";
  }
  if (reason == reason::kConnectionTimedOut) {
    return "check that firewalls, security groups and routes let this host reach the broker";
  }
  if (reason == reason::kTlsFailed) return TlsRemedyOf(failure.complaint);
  if (reason == reason::kProtocolMismatch) {
    return absl::StrCat("the listener does not speak ", protocol,
                        ": choose the security protocol that it speaks, or another port");
  }
  if (reason == reason::kAuthenticationFailed) {
    return absl::StrCat("check user name and password, and that the listener offers ",
                        NameOf(settings.sasl_mechanism));
  }
  return "check that the brokers run, and their log";
}

}  // namespace

int ConnectionFailure::telling() const {
  int weight = 0;
  for (absl::string_view known : kByWeight) {
    if (known == reason) return weight;
    ++weight;
  }
  return 0;
}

bool ConnectionFailure::is_about_settings() const {
  return reason == reason::kTlsFailed || reason == reason::kProtocolMismatch ||
         reason == reason::kAuthenticationFailed;
}

ConnectionFailure FailureOf(absl::string_view complaint) {
  ConnectionFailure failure;
  if (absl::StartsWith(complaint, "[thrd:")) {
    const size_t end = complaint.find("]: ");
    if (end != absl::string_view::npos) complaint.remove_prefix(end + 3);
  }
  failure.reason = ReasonIn(complaint);
  // `sasl_ssl://host:port/bootstrap: `, or `host:port/1: ` without TLS and SASL, stands before what
  // happened.
  const size_t end = complaint.find(": ");
  const absl::string_view broker = complaint.substr(0, end);
  const size_t slash = broker.rfind('/');
  if (end != absl::string_view::npos && slash != absl::string_view::npos &&
      !absl::StrContains(broker, ' ')) {
    const size_t scheme = broker.find("://");
    const size_t begin = scheme == absl::string_view::npos ? 0 : scheme + 3;
    failure.server = std::string(broker.substr(begin, slash - begin));
    complaint.remove_prefix(end + 2);
  }
  failure.complaint = std::string(complaint.substr(0, kComplaintBytesMax));
  return failure;
}

absl::Status StatusOf(const ConnectionFailure& failure, const ConnectionSettings& settings) {
  const bool retry =
      failure.reason == reason::kUnreachable || failure.reason == reason::kConnectionTimedOut;
  const std::string text =
      absl::StrCat("no connection to ", failure.server.empty() ? "any broker" : failure.server,
                   " of ", settings.Describe(), ": ", failure.complaint);
  return WithRemedy(
      WithReason(retry ? absl::UnavailableError(text) : absl::FailedPreconditionError(text),
                 failure.reason),
      RemedyOf(failure, settings));
}

}  // namespace sluice::kafka
