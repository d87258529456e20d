#include "controlplane/store/postgres/sealed_secrets.h"

#include "absl/strings/str_cat.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/store/postgres/json_fields.h"

namespace sluice::controlplane::postgres {
namespace {

// Fields as they stand in the column and in the context: never renamed.
constexpr char kPassword[] = "sasl.password";
constexpr char kClientKey[] = "tls.client_key_pem";
constexpr char kAccessKeySecret[] = "sink.access_key.secret";

// Where secrets of one resource lie.
struct Place {
  std::string name;
  std::string uid;
  int64_t version;

  std::string Of(absl::string_view field) const {
    return seal::ContextOf({name, uid, field, absl::StrCat(version)});
  }
};

Place PlaceOf(const Instance& instance) {
  return {InstanceName(instance.id), instance.uid, instance.generation};
}

Place PlaceOf(const Connector& connector) {
  return {ConnectorName(connector.id), connector.uid, connector.spec_revision};
}

void SealInto(Json& column, const seal::Sealer& sealer, const Place& place, const char* field,
              const std::string& secret) {
  if (!secret.empty()) column[field] = sealer.Seal(secret, place.Of(field));
}

void OpenFrom(const Json& column, const seal::Sealer& sealer, const Place& place, const char* field,
              std::string& secret, absl::Status& status) {
  const auto found = column.find(field);
  if (found == column.end()) return;
  absl::StatusOr<std::string> opened = sealer.Open(found->get<std::string>(), place.Of(field),
                                                   absl::StrCat(field, " of ", place.name));
  if (opened.ok()) {
    secret = *std::move(opened);
  } else {
    status.Update(opened.status());
  }
}

std::string FingerprintPlace(absl::string_view method, absl::string_view request_id) {
  return seal::ContextOf({"request", method, request_id, "fingerprint"});
}

}  // namespace

std::string SealedSecrets::Seal(const Instance& instance) const {
  Json column = Json::object();
  const Place place = PlaceOf(instance);
  if (instance.sasl) SealInto(column, sealer_, place, kPassword, instance.sasl->password);
  if (instance.tls) SealInto(column, sealer_, place, kClientKey, instance.tls->client_key_pem);
  return Dump(column);
}

std::string SealedSecrets::Seal(const Connector& connector) const {
  Json column = Json::object();
  if (const auto& key = connector.spec.sink.access_key; key.has_value()) {
    SealInto(column, sealer_, PlaceOf(connector), kAccessKeySecret, key->secret);
  }
  return Dump(column);
}

void SealedSecrets::Open(absl::string_view text, Instance& instance) const {
  const Json column = Json::parse(text);
  const Place place = PlaceOf(instance);
  if (instance.sasl) {
    OpenFrom(column, sealer_, place, kPassword, instance.sasl->password, instance.secrets_status);
  }
  if (instance.tls) {
    OpenFrom(column, sealer_, place, kClientKey, instance.tls->client_key_pem,
             instance.secrets_status);
  }
}

void SealedSecrets::Open(absl::string_view text, Connector& connector) const {
  const Json column = Json::parse(text);
  if (auto& key = connector.spec.sink.access_key; key.has_value()) {
    OpenFrom(column, sealer_, PlaceOf(connector), kAccessKeySecret, key->secret,
             connector.secrets_status);
  }
}

void SealedSecrets::Open(absl::string_view text, const Connector& connector,
                         ConnectorRevision& revision) const {
  if (auto& key = revision.spec.sink.access_key; key.has_value()) {
    const Place place{ConnectorName(connector.id), connector.uid, revision.number};
    OpenFrom(Json::parse(text), sealer_, place, kAccessKeySecret, key->secret,
             revision.secrets_status);
  }
}

std::string SealedSecrets::SealFingerprint(const Request& request) const {
  return sealer_.Seal(request.fingerprint, FingerprintPlace(request.method, request.id));
}

absl::StatusOr<std::string> SealedSecrets::OpenFingerprint(absl::string_view sealed,
                                                           absl::string_view method,
                                                           absl::string_view request_id) const {
  return sealer_.Open(sealed, FingerprintPlace(method, request_id),
                      absl::StrCat("what was stored of request ", request_id));
}

}  // namespace sluice::controlplane::postgres
