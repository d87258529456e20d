#include "base/tls/tls_files_watch.h"

namespace sluice {

absl::StatusOr<std::optional<TlsTexts>> TlsFilesWatch::Look() {
  absl::StatusOr<TlsTexts> texts = ReadTlsFiles(files_);
  const bool is_told = texts.status() == told_;
  told_ = texts.status();
  if (!texts.ok()) {
    if (is_told) return std::nullopt;
    return told_;
  }
  if (*texts == shown_) return std::nullopt;
  shown_ = *std::move(texts);
  return shown_;
}

}  // namespace sluice
