#include "controlplane/rpc/private_socket.h"

#include <stdlib.h>
#include <sys/un.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

constexpr char kSocket[] = "rpc";
constexpr size_t kPathMax = sizeof(sockaddr_un::sun_path) - 1;

}  // namespace

absl::StatusOr<PrivateSocket> PrivateSocket::Make() {
  std::error_code error;
  const std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
  if (error) {
    return absl::FailedPreconditionError(absl::StrCat(
        "there is no folder for temporary files: ", error.message(), "; let TMPDIR name one"));
  }
  std::string folder = (temporary / "sluice-XXXXXX").string();
  if (folder.size() + 1 + sizeof(kSocket) - 1 > kPathMax) {
    return absl::FailedPreconditionError(
        absl::StrCat("a socket in ", folder, " would have a path of more than ", kPathMax,
                     " bytes; let TMPDIR name a folder with a shorter path, such as /tmp"));
  }
  if (absl::StrContains(folder, '%') || absl::StrContains(folder, '?') ||
      absl::StrContains(folder, '#')) {
    return absl::FailedPreconditionError(
        absl::StrCat("a socket in ", folder,
                     " would have one of %?# in its path; let TMPDIR name a folder without"));
  }
  if (mkdtemp(folder.data()) == nullptr) {  // For this user alone: 0700.
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make a folder in ", temporary.string(), ": ",
                     std::generic_category().message(errno), "; let TMPDIR name one to write to"));
  }
  return PrivateSocket(std::move(folder));
}

PrivateSocket::PrivateSocket(PrivateSocket&& other) noexcept
    : folder_(std::exchange(other.folder_, {})) {}

PrivateSocket::~PrivateSocket() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::string PrivateSocket::address() const {
  return absl::StrCat("unix:", (folder_ / kSocket).string());
}

}  // namespace sluice::controlplane
