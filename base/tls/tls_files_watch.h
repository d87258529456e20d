#ifndef SLUICE_BASE_TLS_TLS_FILES_WATCH_H_
#define SLUICE_BASE_TLS_TLS_FILES_WATCH_H_

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/tls/tls_files.h"

namespace sluice {

// Notices that the files of a certificate hold another one, as they do when it was renewed.
//
// One thread. What is no good yet, since certificate and key are replaced one after the other, is
// never answered: whoever asks goes on with what it has.
class TlsFilesWatch {
 public:
  // `shown`: what the files held before.
  TlsFilesWatch(TlsFiles files, TlsTexts shown)
      : files_(std::move(files)), shown_(std::move(shown)) {}

  // What the files hold, once after each change. An error of ReadTlsFiles, once for as long as it
  // is the same. Otherwise nothing.
  absl::StatusOr<std::optional<TlsTexts>> Look();

 private:
  const TlsFiles files_;
  TlsTexts shown_;
  absl::Status told_;
};

}  // namespace sluice

#endif  // SLUICE_BASE_TLS_TLS_FILES_WATCH_H_
