#include "cli/command/resource_file.h"

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/input_file.h"

namespace sluice::cli {
namespace {

constexpr size_t kFileBytesMax = 4 << 20;

}  // namespace

absl::StatusOr<std::vector<Manifest>> ReadResourceFile(Session& session) {
  const std::string path = session.invocation.Get("file");
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadInputFile(session, path, kFileBytesMax));
  return ReadManifests(text, path);
}

std::string RequestIdOf(const Session& session, size_t index, size_t count) {
  const std::string id = session.invocation.Get("request-id");
  return id.empty() || count == 1 ? id : absl::StrCat(id, "-", index + 1);
}

}  // namespace sluice::cli
