#include "base/kafka/pem.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::kafka {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

Bio Over(absl::string_view text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Certificate NextCertificate(const Bio& bio) {
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

// Asked by OpenSSL only for an encrypted key. Without it OpenSSL would ask at the terminal.
int GivePassword(char* buffer, int size, int, void* password) {
  const auto& text = *static_cast<const std::string*>(password);
  const int length = std::min(size, static_cast<int>(text.size()));
  std::memcpy(buffer, text.data(), length);
  return length;
}

absl::Status Wrong(absl::string_view what, absl::string_view why) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat(what, " ", why));
}

}  // namespace

absl::Status CheckCertificates(absl::string_view pem, absl::string_view what) {
  const Bio bio = Over(pem);
  int count = 0;
  while (NextCertificate(bio) != nullptr) ++count;
  const bool at_the_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (count == 0) {
    return Wrong(what,
                 "holds no certificate; give the PEM text, beginning with "
                 "-----BEGIN CERTIFICATE-----");
  }
  if (!at_the_end) {
    return Wrong(what, absl::StrCat("is broken after certificate ", count,
                                    "; give each certificate whole, as the PEM text"));
  }
  return absl::OkStatus();
}

absl::Status CheckKeyPair(absl::string_view certificate_pem, absl::string_view key_pem,
                          const std::string& password) {
  if (!absl::StrContains(key_pem, "PRIVATE KEY-----")) {
    return Wrong("the client key",
                 "holds no private key; give the PEM text, beginning with "
                 "-----BEGIN PRIVATE KEY-----");
  }
  const bool encrypted = absl::StrContains(key_pem, "ENCRYPTED");
  if (encrypted && password.empty()) {
    return Wrong("the client key", "is encrypted; give its password too");
  }
  const Key key(PEM_read_bio_PrivateKey(Over(key_pem).get(), nullptr, &GivePassword,
                                        const_cast<std::string*>(&password)));
  if (key == nullptr) {
    return Wrong("the client key",
                 encrypted ? "cannot be opened with the password given" : "is broken");
  }
  const Certificate certificate = NextCertificate(Over(certificate_pem));
  if (certificate == nullptr || X509_check_private_key(certificate.get(), key.get()) != 1) {
    return Wrong("the client key", "does not belong to the client certificate; give the pair");
  }
  return absl::OkStatus();
}

std::string SubjectOf(absl::string_view certificate_pem) {
  const Certificate certificate = NextCertificate(Over(certificate_pem));
  ERR_clear_error();
  if (certificate == nullptr) return "";
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate.get()), 0,
                     XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<size_t>(size));
}

}  // namespace sluice::kafka
