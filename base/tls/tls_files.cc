#include "base/tls/tls_files.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice {
namespace {

constexpr size_t kFileBytesMax = 1 << 20;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

absl::Status Wrong(const std::string& path, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("the file ", path, " ", what));
}

absl::StatusOr<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Wrong(path, "cannot be read");
  std::string text(kFileBytesMax + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kFileBytesMax) return Wrong(path, "is larger than any certificate");
  return text;
}

std::unique_ptr<BIO, Free> Memory(const std::string& text) {
  return std::unique_ptr<BIO, Free>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

absl::StatusOr<std::unique_ptr<X509, Free>> Certificate(const std::string& text,
                                                        const std::string& path) {
  std::unique_ptr<X509, Free> certificate(
      PEM_read_bio_X509(Memory(text).get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (certificate == nullptr) {
    return Wrong(path, "holds no certificate; it begins with -----BEGIN CERTIFICATE-----");
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate.get())) < 0) {
    return Wrong(path, "holds a certificate whose time is over; renew it");
  }
  return certificate;
}

// An encrypted key would have its password asked for on the terminal.
int NoPassword(char*, int, int, void*) { return 0; }

absl::Status CheckKey(const std::string& text, const TlsFiles& files, X509* certificate) {
  const std::string& path = files.key_file;
  struct stat file;
  if (stat(path.c_str(), &file) == 0 && (file.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0) {
    return Wrong(path, absl::StrCat("is a key that others may read or change: chmod 600 ", path));
  }
  const std::unique_ptr<EVP_PKEY, Free> key(
      PEM_read_bio_PrivateKey(Memory(text).get(), nullptr, NoPassword, nullptr));
  ERR_clear_error();
  if (key == nullptr) return Wrong(path, "holds no unencrypted private key in PEM");
  if (X509_check_private_key(certificate, key.get()) != 1) {
    ERR_clear_error();
    return Wrong(path, absl::StrCat("holds the key of another certificate than ", files.key_prefix,
                                    "tls_certificate_file"));
  }
  return absl::OkStatus();
}

// Adds the keys of a certificate and its private key, by which `what` is served.
void AddPair(config::Config& config, TlsFiles& files, absl::string_view what) {
  const std::string certificate = files.key_prefix + "tls_certificate_file";
  const std::string key = files.key_prefix + "tls_key_file";
  config.String(certificate, &files.certificate_file,
                {.help = absl::StrCat("PEM file with the server's certificate and those that "
                                      "signed it; with ",
                                      key, " ", what,
                                      " is served by TLS, and only so. Read again when it "
                                      "changes")});
  config.String(key, &files.key_file,
                {.help = absl::StrCat("PEM file with the private key of ", certificate),
                 .unit = "file, mode 0600"});
}

}  // namespace

void AddHttpTlsKeys(config::Config& config, TlsFiles& files) {
  AddPair(config, files, "http_listen");
}

void AddTlsKeys(config::Config& config, TlsFiles& files) {
  AddPair(config, files, "gRPC");
  config.String("tls_client_ca_file", &files.client_ca_file,
                {.help = "PEM file with who may sign clients' certificates; with it whoever has "
                         "none is not even heard"});
}

absl::StatusOr<TlsTexts> ReadTlsFiles(const TlsFiles& files) {
  if (files.certificate_file.empty() || files.key_file.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("TLS needs both ", files.key_prefix,
                                                   "tls_certificate_file and ", files.key_prefix,
                                                   "tls_key_file; give the missing one"));
  }
  TlsTexts texts;
  SLUICE_ASSIGN_OR_RETURN(texts.certificate_chain, ReadWhole(files.certificate_file));
  SLUICE_ASSIGN_OR_RETURN(const auto certificate,
                          Certificate(texts.certificate_chain, files.certificate_file));
  SLUICE_ASSIGN_OR_RETURN(texts.private_key, ReadWhole(files.key_file));
  SLUICE_RETURN_IF_ERROR(CheckKey(texts.private_key, files, certificate.get()));
  if (!files.client_ca_file.empty()) {
    SLUICE_ASSIGN_OR_RETURN(texts.client_authorities, ReadWhole(files.client_ca_file));
    SLUICE_RETURN_IF_ERROR(Certificate(texts.client_authorities, files.client_ca_file).status());
  }
  return texts;
}

}  // namespace sluice
