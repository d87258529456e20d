#include "emulator/blocks/block_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/blocks/full_disk.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"

namespace sluice::emulator {
namespace {

namespace fs = std::filesystem;

absl::Status Fail(absl::string_view doing, const std::string& path) {
  const int error = errno;
  std::string message = absl::StrCat(doing, " ", path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message);
  return absl::InternalError(message);
}

absl::Status SyncDirectory(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Fail("open", path);
  auto close_it = absl::MakeCleanup([fd] { close(fd); });
  return fsync(fd) == 0 ? absl::OkStatus() : Fail("sync", path);
}

absl::Status WriteAll(int fd, absl::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Fail("write", path);
    bytes.remove_prefix(written);
  }
  return fdatasync(fd) == 0 ? absl::OkStatus() : Fail("sync", path);
}

}  // namespace

absl::StatusOr<BlockDirectory> BlockDirectory::Open(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("cannot make ", path, ": ", error.message()));
  }
  return BlockDirectory(path);
}

// 256 folders below, so that no folder holds millions of files.
std::string BlockDirectory::PathOf(const std::string& file) const {
  return absl::StrCat(path_, "/", file.substr(0, 2), "/", file);
}

absl::StatusOr<std::string> BlockDirectory::Write(absl::string_view bytes) const {
  SLUICE_RETURN_IF_ERROR(FullDisk::Check());
  std::string file = absl::StrCat(RandomHex(16), ".rec");
  std::string path = PathOf(file);
  std::string folder = absl::StrCat(path_, "/", file.substr(0, 2));
  if (mkdir(folder.c_str(), 0777) == 0) {
    SLUICE_RETURN_IF_ERROR(SyncDirectory(path_));
  } else if (errno != EEXIST) {
    return Fail("make", folder);
  }
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0) return Fail("create", path);
  absl::Status written = WriteAll(fd, bytes, path);
  close(fd);
  if (written.ok()) written = SyncDirectory(folder);
  if (!written.ok()) {
    unlink(path.c_str());
    return written;
  }
  return file;
}

absl::StatusOr<std::string> BlockDirectory::Read(const std::string& file) const {
  std::string path = PathOf(file);
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) {
    return ServiceError("TableModified", "the data was replaced or dropped; begin a new session");
  }
  if (fd < 0) return Fail("open", path);
  auto close_it = absl::MakeCleanup([fd] { close(fd); });
  struct stat about = {};
  if (fstat(fd, &about) != 0) return Fail("stat", path);
  std::string bytes(about.st_size, '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    ssize_t got = read(fd, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Fail("read", path);
    size += got;
  }
  return bytes;
}

void BlockDirectory::Remove(const std::vector<std::string>& files) const {
  for (const std::string& file : files) unlink(PathOf(file).c_str());
}

absl::StatusOr<int> BlockDirectory::Sweep(const std::set<std::string>& live) const {
  std::vector<std::string> dead;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(path_, error), end; !error && entry != end;
       entry.increment(error)) {
    std::string name = entry->path().filename();
    if (entry->is_regular_file() && live.count(name) == 0) dead.push_back(std::move(name));
  }
  if (error) return absl::InternalError(absl::StrCat("cannot list ", path_, ": ", error.message()));
  Remove(dead);
  return static_cast<int>(dead.size());
}

}  // namespace sluice::emulator
