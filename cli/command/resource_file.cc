#include "cli/command/resource_file.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::cli {
namespace {

constexpr size_t kFileBytesMax = 4 << 20;

absl::StatusOr<std::string> ReadAll(std::istream& stream, const std::string& name) {
  std::string text(kFileBytesMax + 1, '\0');
  stream.read(text.data(), text.size());
  text.resize(stream.gcount());
  if (stream.bad()) return absl::InvalidArgumentError(absl::StrCat("cannot read ", name));
  if (text.size() > kFileBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat(name, " is larger than 4 MiB"));
  }
  return text;
}

}  // namespace

absl::StatusOr<std::vector<Manifest>> ReadResourceFile(Session& session) {
  const std::string path = session.invocation.Get("file");
  if (path == "-") {
    SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadAll(session.in, "standard input"));
    return ReadManifests(text, "-");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return WithReason(absl::InvalidArgumentError(absl::StrCat("cannot read the file ", path)),
                      "FILE_UNREADABLE");
  }
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadAll(file, path));
  return ReadManifests(text, path);
}

std::string RequestIdOf(const Session& session, size_t index, size_t count) {
  const std::string id = session.invocation.Get("request-id");
  return id.empty() || count == 1 ? id : absl::StrCat(id, "-", index + 1);
}

}  // namespace sluice::cli
