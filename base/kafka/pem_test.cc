#include "base/kafka/pem.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/kafka/connection_settings.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPassword[] = "opens-the-key";

struct Pair {
  std::string certificate;
  std::string key;
  std::string encrypted_key;
};

std::string TextOf(BIO* bio) {
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  std::string copy(text, size);
  BIO_free(bio);
  return copy;
}

// A certificate that signs itself.
Pair MakePair(const std::string& organization, const std::string& name) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto add = [&](const char* field, const std::string& value) {
    X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(value.c_str()), -1, -1, 0);
  };
  add("O", organization);
  add("CN", name);
  X509_set_issuer_name(certificate, subject);
  X509_sign(certificate, key, EVP_sha256());

  Pair pair;
  BIO* out = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(out, certificate);
  pair.certificate = TextOf(out);
  out = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  pair.key = TextOf(out);
  out = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(out, key, EVP_aes_256_cbc(), nullptr, 0, nullptr,
                                const_cast<char*>(kPassword));
  pair.encrypted_key = TextOf(out);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return pair;
}

const Pair& Ours() {
  static const Pair& pair = *new Pair(MakePair("acme", "sluice"));
  return pair;
}

TEST(CheckCertificates, TakesOneOrMoreAndRefusesWhatHoldsNoneOrABrokenOne) {
  const std::string& one = Ours().certificate;
  const std::string cut = one.substr(0, one.size() / 2);

  EXPECT_THAT(CheckCertificates(one, "ca"), IsOk());
  EXPECT_THAT(CheckCertificates("a comment\n" + one + one + "\n", "ca"), IsOk());
  for (const std::string& bad : {std::string("nothing"), Ours().key, cut, one + cut}) {
    EXPECT_THAT(CheckCertificates(bad, "the CA certificate"),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("the CA certificate")))
        << bad.size();
  }
}

TEST(CheckKeyPair, TheKeyMustBelongToTheCertificateAndOpen) {
  const Pair other = MakePair("acme", "other");
  const struct {
    std::string key;
    std::string password;
    const char* complaint;  // Empty: taken.
  } cases[] = {
      {Ours().key, "", ""},
      {Ours().encrypted_key, kPassword, ""},
      {Ours().encrypted_key, "", "give its password"},
      {Ours().encrypted_key, "a-guess", "cannot be opened"},
      {other.key, "", "does not belong"},
      {Ours().certificate, "", "holds no private key"},
      {Ours().key.substr(0, 60), "", "is broken"},
  };
  for (const auto& one : cases) {
    const absl::Status status = CheckKeyPair(Ours().certificate, one.key, one.password);
    if (*one.complaint == '\0') {
      EXPECT_THAT(status, IsOk());
      continue;
    }
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(one.complaint)));
    EXPECT_THAT(status.ToString(), Not(HasSubstr("a-guess")));
  }
}

TEST(SubjectOf, IsWrittenAsKafkaWritesAPrincipal) {
  EXPECT_THAT(SubjectOf(Ours().certificate), Eq("CN=sluice,O=acme"));
  EXPECT_THAT(SubjectOf(MakePair("a, b", "größe").certificate), Eq("CN=größe,O=a\\, b"));
  EXPECT_THAT(SubjectOf("nothing"), Eq(""));
}

TEST(ConnectionSettings, PrincipalIsTheUserOrElseTheCertificatesSubject) {
  ConnectionSettings settings = {.bootstrap_servers = "a:1",
                                 .security_protocol = SecurityProtocol::kSsl,
                                 .client_certificate_pem = Ours().certificate,
                                 .client_key_pem = Ours().key};
  EXPECT_THAT(settings.Validate(), IsOk());
  EXPECT_THAT(settings.Principal(), Eq("User:CN=sluice,O=acme"));
  EXPECT_THAT(settings.Describe(), Eq("a:1 (SSL, client certificate CN=sluice,O=acme)"));

  settings.security_protocol = SecurityProtocol::kSaslSsl;
  settings.username = "ann";
  EXPECT_THAT(settings.Principal(), Eq("User:ann"));
  EXPECT_THAT((ConnectionSettings{.bootstrap_servers = "a:1"}.Principal()), Eq("User:ANONYMOUS"));
}

TEST(ConnectionSettings, WhatDoesNotFitTheProtocolIsRefused) {
  using S = ConnectionSettings;
  const struct {
    S settings;
    const char* complaint;
  } cases[] = {
      {{.username = "u"}, "PLAINTEXT has none"},
      {{.ca_certificates_pem = Ours().certificate}, "PLAINTEXT uses none"},
      {{.security_protocol = SecurityProtocol::kSaslPlaintext, .password = "p"}, "a user name"},
      {{.security_protocol = SecurityProtocol::kSsl, .ca_certificates_pem = "x"},
       "the CA certificate"},
      {{.security_protocol = SecurityProtocol::kSsl, .client_key_pem = Ours().key},
       "without its certificate"},
      {{.security_protocol = SecurityProtocol::kSsl, .client_certificate_pem = Ours().certificate},
       "without its key"},
      {{.security_protocol = SecurityProtocol::kSsl, .client_key_password = "p"},
       "without the key"},
  };
  for (auto one : cases) {
    one.settings.bootstrap_servers = "a:1";
    EXPECT_THAT(one.settings.Validate(),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(one.complaint)));
  }
}

}  // namespace
}  // namespace sluice::kafka
