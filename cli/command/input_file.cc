#include "cli/command/input_file.h"

#include <fstream>
#include <istream>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::cli {
namespace {

absl::Status Unreadable(absl::string_view message) {
  return WithReason(absl::InvalidArgumentError(message), "FILE_UNREADABLE");
}

absl::StatusOr<std::string> ReadAll(std::istream& stream, const std::string& name,
                                    size_t bytes_max) {
  std::string text(bytes_max + 1, '\0');
  stream.read(text.data(), text.size());
  text.resize(stream.gcount());
  if (stream.bad()) return Unreadable(absl::StrCat("cannot read ", name));
  if (text.size() > bytes_max) {
    return Unreadable(absl::StrCat(name, " is larger than ", bytes_max >> 10, " KiB"));
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> ReadInputFile(Session& session, const std::string& path,
                                          size_t bytes_max) {
  if (path == "-") return ReadAll(session.in, "standard input", bytes_max);
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unreadable(absl::StrCat("cannot read the file ", path));
  return ReadAll(file, path, bytes_max);
}

}  // namespace sluice::cli
