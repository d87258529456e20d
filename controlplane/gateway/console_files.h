#ifndef SLUICE_CONTROLPLANE_GATEWAY_CONSOLE_FILES_H_
#define SLUICE_CONTROLPLANE_GATEWAY_CONSOLE_FILES_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// One file of the console, as its build made it.
struct ConsoleFile {
  std::string type;    // Of its bytes: `text/css; charset=utf-8`.
  std::string sha256;  // Of its bytes, in hex.
  std::string bytes;
  std::string gzip;  // The same in that coding; empty when the build made none.
  std::string brotli;
};

// index.html, cut where a nonce goes: into <meta name="csp-nonce" content="HERE">.
struct ConsoleIndex {
  std::string before;
  std::string after;

  std::string WithNonce(absl::string_view nonce) const;
};

// The console: a folder that is read once and then held in memory, so that what is answered never
// mixes two releases, and no path of a request ever meets the file system.
//
// Immutable. `X.gz` and `X.br` beside a file `X` are codings of it, not files.
class ConsoleFiles {
 public:
  static constexpr size_t kFilesMax = 4000;
  static constexpr size_t kBytesMax = 128 << 20;

  // INVALID_ARGUMENT, saying what to do: `folder` cannot be read, has no index.html with a place
  // for the nonce, has a link or a name that no build makes, or is beyond the bounds above.
  static absl::StatusOr<ConsoleFiles> Read(const std::string& folder);

  // By its path from the root, `/assets/main-4f2a.js`; null for none, and for index.html.
  const ConsoleFile* Find(absl::string_view path) const;
  const ConsoleIndex& index() const { return index_; }
  const std::map<std::string, ConsoleFile, std::less<>>& files() const { return files_; }

 private:
  std::map<std::string, ConsoleFile, std::less<>> files_;
  ConsoleIndex index_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_CONSOLE_FILES_H_
