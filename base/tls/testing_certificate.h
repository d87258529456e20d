#ifndef SLUICE_BASE_TLS_TESTING_CERTIFICATE_H_
#define SLUICE_BASE_TLS_TESTING_CERTIFICATE_H_

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>

#include "base/tls/tls_files.h"

namespace sluice {

// For tests: files with a new certificate for this machine (localhost, 127.0.0.1), signed by
// itself, and its key, by openssl's own tool. A name that was there before is replaced.
inline TlsFiles MakeCertificate(const std::string& name) {
  const std::string path = testing::TempDir() + "/" + name;
  const std::string command =
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost "
      "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -days 1 -keyout " +
      path + ".key -out " + path + ".pem 2>" + path + ".log";
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  chmod((path + ".key").c_str(), 0600);
  return {path + ".pem", path + ".key", ""};
}

}  // namespace sluice

#endif  // SLUICE_BASE_TLS_TESTING_CERTIFICATE_H_
