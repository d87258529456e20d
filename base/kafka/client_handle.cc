#include "base/kafka/client_handle.h"

#include <openssl/x509.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "base/kafka/error.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr int kLogError = 3;  // As in syslog.
constexpr size_t kFailuresMax = 64;

struct ConfDeleter {
  void operator()(rd_kafka_conf_t* conf) const { rd_kafka_conf_destroy(conf); }
};
using Conf = std::unique_ptr<rd_kafka_conf_t, ConfDeleter>;

void AddTls(const ConnectionSettings& settings, ClientProperties& all) {
  const std::pair<const char*, const std::string&> texts[] = {
      {"ssl.ca.pem", settings.ca_certificates_pem},
      {"ssl.certificate.pem", settings.client_certificate_pem},
      {"ssl.key.pem", settings.client_key_pem},
      {"ssl.key.password", settings.client_key_password},
  };
  for (const auto& [name, text] : texts) {
    if (!text.empty()) all.push_back({name, text});
  }
  all.push_back(
      {"ssl.endpoint.identification.algorithm", settings.verify_hostname ? "https" : "none"});
}

ClientProperties PropertiesOf(const ConnectionSettings& settings) {
  ClientProperties all = {
      {"bootstrap.servers", settings.bootstrap_servers},
      {"security.protocol", std::string(NameOf(settings.security_protocol))},
      {"client.id", "sluice"},
      // A broker that comes back is found within a second or two.
      {"reconnect.backoff.ms", "50"},
      {"reconnect.backoff.max.ms", "1000"},
      {"socket.connection.setup.timeout.ms", "5000"},
      {"socket.keepalive.enable", "true"},
      {"log.connection.close", "false"},
      // Else a producer that remembers a topic would make it again after it was deleted.
      {"allow.auto.create.topics", "false"},
      // Brokers may ask clients for metrics; a client waits for up to a second at its end to send
      // the last of them, wanted or not. Ours are scraped.
      {"enable.metrics.push", "false"},
  };
  if (UsesSasl(settings.security_protocol)) {
    all.push_back({"sasl.mechanism", std::string(NameOf(settings.sasl_mechanism))});
    all.push_back({"sasl.username", settings.username});
    all.push_back({"sasl.password", settings.password});
  }
  if (UsesTls(settings.security_protocol)) AddTls(settings, all);
  return all;
}

absl::Status Set(rd_kafka_conf_t* conf, const ClientProperties& properties) {
  char error[512];
  for (const auto& [name, value] : properties) {
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), error, sizeof(error)) !=
        RD_KAFKA_CONF_OK) {
      // The error text may repeat the value; a secret's value is never shown.
      const bool secret = absl::StrContains(name, "password") || absl::StrContains(name, "pem");
      return absl::InvalidArgumentError(
          absl::StrCat("Kafka client setting ", name, " is refused",
                       secret ? std::string() : absl::StrCat(": ", error)));
    }
  }
  return absl::OkStatus();
}

// The kind of resource that a denial is about.
std::optional<ResourceType> DeniedType(rd_kafka_resp_err_t code) {
  switch (code) {
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
      return ResourceType::kTopic;
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
      return ResourceType::kGroup;
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
      return ResourceType::kCluster;
    default:
      return std::nullopt;
  }
}

// Accepts what OpenSSL accepts; that is asked for only so that its reason is logged, which
// librdkafka does not do.
int JudgeCertificate(rd_kafka_t*, const char*, int32_t, int* x509_error, int, const char*, size_t,
                     char* why, size_t why_size, void*) {
  if (*x509_error == X509_V_OK) return 1;
  std::snprintf(why, why_size, "SSL certificate of the broker is not accepted: %s",
                X509_verify_cert_error_string(*x509_error));
  return 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ClientHandle>> ClientHandle::Create(
    rd_kafka_type_t type, const ConnectionSettings& settings, const ClientProperties& properties,
    const std::function<void(rd_kafka_conf_t*)>& configure) {
  SLUICE_RETURN_IF_ERROR(settings.Validate());
  Conf conf(rd_kafka_conf_new());
  SLUICE_RETURN_IF_ERROR(Set(conf.get(), PropertiesOf(settings)));
  SLUICE_RETURN_IF_ERROR(Set(conf.get(), properties));

  std::unique_ptr<ClientHandle> handle(new ClientHandle(settings));
  rd_kafka_conf_set_opaque(conf.get(), handle.get());
  rd_kafka_conf_set_log_cb(conf.get(), &ClientHandle::OnLog);
  if (UsesTls(settings.security_protocol)) {
    rd_kafka_conf_set_ssl_cert_verify_cb(conf.get(), &JudgeCertificate);
  }
  if (configure) configure(conf.get());

  char error[512];
  handle->rk_ = rd_kafka_new(type, conf.get(), error, sizeof(error));
  if (handle->rk_ == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot make a Kafka client for ", settings.Describe(), ": ", error));
  }
  conf.release();  // rd_kafka_new took it.
  return handle;
}

ClientHandle::~ClientHandle() {
  if (rk_ != nullptr) rd_kafka_destroy_flags(rk_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

void ClientHandle::OnLog(const rd_kafka_t* rk, int level, const char* facility, const char* text) {
  auto* self = rk == nullptr ? nullptr : static_cast<ClientHandle*>(rd_kafka_opaque(rk));
  const absl::string_view about = facility;
  if (about == "APIVERSION" || about == "FEATURE") {
    // Tables of a hundred lines for each connection: not for the log.
    if (self == nullptr) return;
    MutexLock lock(self->mu_);
    self->api_versions_.Read(text);
    return;
  }
  log::Debug("kafka client", {{"facility", facility}, {"text", text}});
  // That a broker hung up is no error to librdkafka, though it may be the only sign of a wrong
  // protocol.
  if (self != nullptr && (level <= kLogError || about == "FAIL")) self->Complained(text);
}

void ClientHandle::Complained(absl::string_view complaint) {
  // That only repeats what was said before in more detail.
  if (absl::StrContains(complaint, "brokers are down")) return;
  ConnectionFailure failure = FailureOf(complaint);
  MutexLock lock(mu_);
  if (failures_.size() >= kFailuresMax) return;
  // The first of its kind says most: why a certificate is not accepted comes before the handshake
  // that fails for it.
  const std::pair key(failure.server, failure.reason);
  if (failures_.emplace(key, std::move(failure)).second) last_new_failure_ = absl::Now();
}

std::vector<ConnectionFailure> ClientHandle::Failures() const {
  MutexLock lock(mu_);
  std::vector<ConnectionFailure> all;
  for (const auto& [key, failure] : failures_) all.push_back(failure);
  return all;
}

absl::Time ClientHandle::last_new_failure() const {
  MutexLock lock(mu_);
  return last_new_failure_;
}

std::string ClientHandle::BrokerRelease() const {
  MutexLock lock(mu_);
  return api_versions_.Release();
}

absl::Status ClientHandle::Explain(absl::Status status) const {
  if (ReasonOf(status) != reason::kUnreachable) return status;
  std::string text = absl::StrCat(status.message(), "; cluster ", settings_.Describe());
  const std::vector<ConnectionFailure> failures = Failures();
  const auto most_telling =
      std::max_element(failures.begin(), failures.end(),
                       [](const auto& a, const auto& b) { return a.telling() < b.telling(); });
  if (most_telling == failures.end()) {
    return WithReason(absl::Status(status.code(), text), reason::kUnreachable);
  }
  absl::StrAppend(&text, "; seen: ", most_telling->server, ": ", most_telling->complaint);
  if (most_telling->is_about_settings()) {
    return WithRemedy(WithReason(absl::FailedPreconditionError(text), most_telling->reason),
                      RemedyOf(kafka::StatusOf(*most_telling, settings_)));
  }
  return WithReason(absl::Status(status.code(), text), reason::kUnreachable);
}

absl::Status ClientHandle::StatusOf(rd_kafka_resp_err_t code, absl::string_view doing,
                                    const std::vector<Right>& needs,
                                    absl::string_view detail) const {
  const absl::Status status = Explain(ToStatus(code, doing, detail));
  const std::optional<ResourceType> type = DeniedType(code);
  if (!type.has_value()) return status;
  for (const Right& right : needs) {
    if (right.resource_type != *type) continue;
    return Annotate(DeniedStatus({principal_, right}, settings_.bootstrap_servers), doing);
  }
  return Annotate(status, principal_);
}

void ClientHandle::Heard() {
  MutexLock lock(mu_);
  failures_.clear();
}

}  // namespace sluice::kafka
