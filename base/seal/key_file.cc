#include "base/seal/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::seal {
namespace {

constexpr size_t kFileBytesMax = 256;

absl::Status Unusable(absl::string_view what, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(what), "KEY_FILE_UNUSABLE"), remedy);
}

absl::Status CannotRead(const std::string& path, int error) {
  return Unusable(absl::StrCat("cannot read the key file ", path, ": ", std::strerror(error)),
                  "let this process read it");
}

absl::Status CannotMake(const std::string& path, int error) {
  return Unusable(absl::StrCat("cannot make the key file ", path, ": ", std::strerror(error)),
                  "let this process write to its folder, or make the file: `openssl rand -hex 32`");
}

// A descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

absl::Status CheckMode(const std::string& path, mode_t mode) {
  if ((mode & (S_IRWXO | S_IWGRP)) == 0) return absl::OkStatus();
  return Unusable(absl::StrCat("others may use the key file ", path, " (mode ",
                               absl::StrCat(absl::Hex((mode >> 6) & 7), absl::Hex((mode >> 3) & 7),
                                            absl::Hex(mode & 7)),
                               ")"),
                  absl::StrCat("chmod 600 ", path));
}

absl::StatusOr<Key> Parse(const std::string& path, absl::string_view content) {
  const absl::string_view hex = absl::StripAsciiWhitespace(content);
  if (hex.size() != 2 * kKeyBytes || !std::all_of(hex.begin(), hex.end(), absl::ascii_isxdigit)) {
    return Unusable(absl::StrCat("the key file ", path, " holds no key of 64 hex digits"),
                    "bring back the right file; only where nothing was sealed yet: remove it, and "
                    "a new key is made");
  }
  return Key(absl::HexStringToBytes(hex));
}

// Nothing when there is no such file.
absl::StatusOr<std::optional<Key>> Read(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT) return std::optional<Key>();
    return CannotRead(path, errno);
  }
  struct stat about;
  if (fstat(file.get(), &about) != 0) return CannotRead(path, errno);
  SLUICE_RETURN_IF_ERROR(CheckMode(path, about.st_mode));
  std::string content(kFileBytesMax, '\0');
  const ssize_t size = read(file.get(), content.data(), content.size());
  if (size < 0) return CannotRead(path, errno);
  SLUICE_ASSIGN_OR_RETURN(const Key key, Parse(path, content.substr(0, size)));
  return std::optional<Key>(key);
}

// Whole or not at all, and never over a file that came meanwhile.
absl::Status Make(const std::string& path) {
  std::string fresh = path + ".XXXXXX";
  const File file(mkostemp(fresh.data(), O_CLOEXEC));  // Mode 0600.
  if (file.get() < 0) return CannotMake(path, errno);
  const std::string content = Key::Fresh().ToHex() + "\n";
  const bool written =
      write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      fsync(file.get()) == 0;
  const bool linked = written && (link(fresh.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int error = errno;
  unlink(fresh.c_str());
  if (!linked) return CannotMake(path, error);
  // A key that seals must not be forgotten in a crash: the new name is on the disk with its folder.
  const size_t slash = path.rfind('/');
  const File folder(open(slash == std::string::npos ? "." : path.substr(0, slash + 1).c_str(),
                         O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() >= 0) fsync(folder.get());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Key> ReadOrMakeKeyFile(const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(std::optional<Key> key, Read(path));
  if (!key.has_value()) {
    SLUICE_RETURN_IF_ERROR(Make(path));
    SLUICE_ASSIGN_OR_RETURN(const std::optional<Key> made, Read(path));
    if (!made.has_value()) return CannotRead(path, ENOENT);
    return *made;
  }
  return *key;
}

}  // namespace sluice::seal
