#include "controlplane/validation/instance_rules.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Made for this test, good for a hundred years, used nowhere.
constexpr char kCertificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBlzCCAT2gAwIBAgIUYn/wyG7+ecg1MZqfXFUIW/YsCXowCgYIKoZIzj0EAwIw\n"
    "IDENMAsGA1UECgwEYWNtZTEPMA0GA1UEAwwGc2x1aWNlMCAXDTI2MTEyNDE5MzU0\n"
    "OFoYDzIxMjYxMDMxMTkzNTQ4WjAgMQ0wCwYDVQQKDARhY21lMQ8wDQYDVQQDDAZz\n"
    "bHVpY2UwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARGv5hdtZIAWWSPpt508SQe\n"
    "mpKlv2cabez+AOzR2jhpN3Dprw8pM8uqFMXcIYtDx9YRdPvtDHjV2vlPVhTPGeFg\n"
    "o1MwUTAdBgNVHQ4EFgQUoyf52bfLh/DpT4VH5lwlxc2LklEwHwYDVR0jBBgwFoAU\n"
    "oyf52bfLh/DpT4VH5lwlxc2LklEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD\n"
    "AgNIADBFAiEA9nkpGU0mZjm7e0Q2DaYFLEzFO+1YCDzqpU8lKRM/joUCIALlhlUS\n"
    "pAkx49C8fIH8y+C3mzPI8HxbJVfqPUNvgfby\n"
    "-----END CERTIFICATE-----\n";
constexpr char kKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx4k6HRaENROlHwXy\n"
    "OuqGRLo272OjRxEf/HLfhmwK0EuhRANCAARGv5hdtZIAWWSPpt508SQempKlv2ca\n"
    "bez+AOzR2jhpN3Dprw8pM8uqFMXcIYtDx9YRdPvtDHjV2vlPVhTPGeFg\n"
    "-----END PRIVATE KEY-----\n";
constexpr char kEncryptedKey[] =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiM7qJtSjEy6gICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEP2gC8JzPwV5ohBU1iiTj5QEgZDD\n"
    "J7RqdVTTEdQLneikcqJYQd7D5JQtJ21htZJXaeuYPJAiK17IXfU/w4J3M7AykCYY\n"
    "75bdpVY1tdwyCy0s5vEZ1oOg5A15qY7CIbP+jVvIaTZ9d0g7iLmGqXElv1DOIIuU\n"
    "CHLdNQE/wiQoUXay29sgQNlxvYTkSiAIobI2HShq1PkrEKvcEVlSRnq6IhqS6tA=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
constexpr char kOtherKey[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZRAirPfUZKTGhKdG\n"
    "6k3hcvxtdBZgSHtmRQrCD/77tgKhRANCAASwjMOh6MOynSDWVSchKaJWc8vB5+dm\n"
    "JfYpMIPT1Yk+DzHRWXy6lvMUYQJw3rmnLmL3SGxDuuJf8QTTWhKA41kT\n"
    "-----END PRIVATE KEY-----\n";

Instance AnInstance() {
  Instance instance;
  instance.id = "alikafka";
  instance.bootstrap_servers = {"127.0.0.1:9092"};
  return instance;
}

Instance Encrypted() {
  Instance instance = AnInstance();
  instance.security_protocol = SecurityProtocol::kSaslSsl;
  instance.sasl = SaslLogin{SaslMechanism::kScramSha512, "ann", "hunter2"};
  instance.tls = TlsIdentity{kCertificate, kCertificate, kKey, false};
  return instance;
}

std::vector<std::string> CheckOf(Instance instance) {
  FillDefaults(instance);
  Violations violations;
  CheckInstance(instance, violations);
  std::vector<std::string> found;
  for (const Violation& v : violations.kept()) {
    found.push_back(v.field + " " + v.reason);
    for (const char* secret : {"hunter2", "PRIVATE KEY-----\n"}) {
      EXPECT_THAT(v.message, Not(HasSubstr(secret)));
    }
  }
  return found;
}

TEST(InstanceRules, EverythingThatIsWrongIsToldAtOnce) {
  Instance instance = AnInstance();
  instance.id = "\xc3\xa4";
  instance.bootstrap_servers = {"a:1", "b"};
  instance.kafka_version = "three";
  instance.vswitch_ids = {""};
  instance.security_protocol = SecurityProtocol::kSaslPlaintext;
  EXPECT_THAT(CheckOf(instance),
              ElementsAre("instance_id NAME_INVALID", "instance.bootstrap_servers[1] FIELD_FORM",
                          "instance.vswitch_ids[0] FIELD_REQUIRED",
                          "instance.kafka_version FIELD_FORM", "instance.sasl FIELD_REQUIRED"));
  EXPECT_THAT(CheckOf(Instance{.id = "a"}), Contains("instance.bootstrap_servers FIELD_REQUIRED"));
}

TEST(InstanceRules, EachProtocolTakesWhatItUses) {
  using P = SecurityProtocol;
  const struct {
    P protocol;
    bool sasl, tls;
    std::vector<std::string> wrong;
  } cases[] = {
      {P::kPlaintext, false, false, {}},
      {P::kPlaintext, true, true, {"instance.sasl FIELD_CONFLICT", "instance.tls FIELD_CONFLICT"}},
      {P::kSsl, false, false, {}},
      {P::kSsl, false, true, {}},
      {P::kSsl, true, true, {"instance.sasl FIELD_CONFLICT"}},
      {P::kSaslPlaintext, true, false, {}},
      {P::kSaslPlaintext, false, false, {"instance.sasl FIELD_REQUIRED"}},
      {P::kSaslPlaintext, true, true, {"instance.tls FIELD_CONFLICT"}},
      {P::kSaslSsl, true, false, {}},
      {P::kSaslSsl, true, true, {}},
      {P::kSaslSsl, false, true, {"instance.sasl FIELD_REQUIRED"}},
  };
  for (const auto& one : cases) {
    Instance instance = Encrypted();
    instance.security_protocol = one.protocol;
    if (!one.sasl) instance.sasl.reset();
    if (!one.tls) instance.tls.reset();
    EXPECT_THAT(CheckOf(instance), Eq(one.wrong))
        << static_cast<int>(one.protocol) << one.sasl << one.tls;
  }
}

TEST(InstanceRules, VersionsHaveTwoOrMoreNumbers) {
  for (const char* version : {"2.4", "3.9.1", "0.10.2", "0.10.2.1"}) {
    Instance instance = AnInstance();
    instance.kafka_version = version;
    EXPECT_THAT(CheckOf(instance), IsEmpty()) << version;
  }
  for (const char* version :
       {"3", "v3.9", "3.9-IV0", "3..9", "03.9", "3.9.", "-1.0", "1.2.3.4.5"}) {
    Instance instance = AnInstance();
    instance.kafka_version = version;
    EXPECT_THAT(CheckOf(instance), ElementsAre("instance.kafka_version FIELD_FORM")) << version;
  }
}

TEST(InstanceRules, LoginCertificatesAndKeyAreJudgedBeforeTheyAreStored) {
  const std::string certificate = kCertificate;
  const std::string key = kKey;
  const struct {
    std::function<void(Instance&)> change;
    std::vector<std::string> wrong;
  } cases[] = {
      {[](Instance& i) { i.sasl->username = ""; }, {"instance.sasl.username FIELD_REQUIRED"}},
      {[](Instance& i) { i.sasl->username = std::string(257, 'u'); },
       {"instance.sasl.username FIELD_TOO_LONG"}},
      {[](Instance& i) { i.sasl->username = std::string("a\0b", 3); },
       {"instance.sasl.username FIELD_FORM"}},
      {[](Instance& i) { i.sasl->password = ""; }, {"instance.sasl.password FIELD_REQUIRED"}},
      {[](Instance& i) { i.sasl->password = std::string(1024, 'p'); }, {}},
      {[](Instance& i) { i.sasl->password = std::string(1025, 'p'); },
       {"instance.sasl.password FIELD_TOO_LONG"}},
      {[](Instance& i) { i.sasl->password = "hunter2\n"; }, {"instance.sasl.password FIELD_FORM"}},
      {[&](Instance& i) { i.tls->ca_certificates_pem = certificate + certificate; }, {}},
      {[](Instance& i) { i.tls->ca_certificates_pem = "/etc/ssl/ca.pem"; },
       {"instance.tls.ca_certificates_pem FIELD_FORM"}},
      {[&](Instance& i) { i.tls->ca_certificates_pem = certificate + certificate.substr(0, 200); },
       {"instance.tls.ca_certificates_pem FIELD_FORM"}},
      {[&](Instance& i) { i.tls->ca_certificates_pem = key; },
       {"instance.tls.ca_certificates_pem FIELD_FORM"}},
      {[](Instance& i) { i.tls->ca_certificates_pem = std::string(65537, 'a'); },
       {"instance.tls.ca_certificates_pem FIELD_TOO_LONG"}},
      {[](Instance& i) { i.tls->client_key_pem = ""; },
       {"instance.tls.client_key_pem FIELD_REQUIRED"}},
      {[](Instance& i) { i.tls->client_certificate_pem = ""; },
       {"instance.tls.client_certificate_pem FIELD_REQUIRED"}},
      {[](Instance& i) { i.tls->client_certificate_pem = i.tls->client_key_pem = ""; }, {}},
      {[](Instance& i) { i.tls->client_key_pem = kOtherKey; },
       {"instance.tls.client_key_pem FIELD_FORM"}},
      {[](Instance& i) { i.tls->client_key_pem = kEncryptedKey; },
       {"instance.tls.client_key_pem FIELD_FORM"}},
      {[&](Instance& i) { i.tls->client_key_pem = key.substr(0, 60); },
       {"instance.tls.client_key_pem FIELD_FORM"}},
      {[&](Instance& i) { i.tls->client_key_pem = certificate; },
       {"instance.tls.client_key_pem FIELD_FORM"}},
      {[](Instance& i) { i.tls->client_key_pem = std::string(65537, 'a'); },
       {"instance.tls.client_key_pem FIELD_TOO_LONG"}},
  };
  for (const auto& one : cases) {
    Instance instance = Encrypted();
    one.change(instance);
    EXPECT_THAT(CheckOf(instance), Eq(one.wrong)) << &one - cases;
  }
}

}  // namespace
}  // namespace sluice::controlplane
