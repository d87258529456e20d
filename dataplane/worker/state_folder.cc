#include "dataplane/worker/state_folder.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/seal/key_file.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

constexpr char kAssignmentFile[] = "assignment.sealed";

absl::Status CannotWrite(const std::string& path) {
  return WithReason(
      absl::UnavailableError(absl::StrCat("cannot write ", path, ": ", std::strerror(errno))),
      "STATE_DIR_UNWRITABLE");
}

absl::Status Unreadable(const absl::Status& why) {
  return WithRemedy(WithReason(why, "ASSIGNMENT_FILE_UNREADABLE"),
                    "bring back its key file, or let a control plane send the assignment again");
}

std::string FreshUid() {
  std::random_device random;
  std::string uid;
  for (int i = 0; i < 4; ++i) absl::StrAppend(&uid, absl::Hex(random(), absl::kZeroPad8));
  return uid;
}

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

absl::StatusOr<StateFolder> StateFolder::Open(std::string path, std::string key_file) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  const std::string lock_path = path + "/lock";
  const int lock = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return CannotWrite(lock_path);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return WithRemedy(WithReason(absl::FailedPreconditionError(
                                     absl::StrCat("another process holds the state folder ", path)),
                                 "STATE_DIR_IN_USE"),
                      "give each worker a state_dir of its own");
  }
  StateFolder folder(std::move(path), lock);
  folder.worker_uid_ =
      std::string(absl::StripAsciiWhitespace(ReadAll(folder.path_ + "/worker_uid")));
  if (folder.worker_uid_.empty()) {
    folder.worker_uid_ = FreshUid();
    SLUICE_RETURN_IF_ERROR(folder.WriteFile("worker_uid", folder.worker_uid_ + "\n"));
  }
  if (key_file.empty()) key_file = folder.path_ + "/secret_key";
  SLUICE_ASSIGN_OR_RETURN(const seal::Key key, seal::ReadOrMakeKeyFile(key_file));
  folder.sealer_.emplace(key);
  return folder;
}

StateFolder::StateFolder(StateFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1)),
      worker_uid_(std::move(other.worker_uid_)),
      sealer_(std::move(other.sealer_)) {}

StateFolder::~StateFolder() {
  if (lock_ >= 0) close(lock_);
}

std::string StateFolder::SealContext() const {
  return seal::ContextOf({"assignment", worker_uid_});
}

absl::StatusOr<v1::Assignment> StateFolder::ReadAssignment() const {
  v1::Assignment assignment;
  const std::string path = absl::StrCat(path_, "/", kAssignmentFile);
  if (!std::filesystem::exists(path)) return assignment;
  const absl::StatusOr<std::string> json =
      sealer_->Open(absl::StripAsciiWhitespace(ReadAll(path)), SealContext(), path);
  if (!json.ok()) return Unreadable(json.status());
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // A newer worker may have kept it.
  const auto parsed = google::protobuf::util::JsonStringToMessage(*json, &assignment, options);
  // The parser's own words would quote what it could not read.
  if (!parsed.ok()) return Unreadable(absl::DataLossError(path + " holds no assignment"));
  return assignment;
}

absl::Status StateFolder::KeepAssignment(const v1::Assignment& assignment) const {
  std::string json;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  const auto printed = google::protobuf::util::MessageToJsonString(assignment, &json, options);
  if (!printed.ok()) return absl::InternalError("an assignment cannot be written as JSON");
  return WriteFile(kAssignmentFile, sealer_->Seal(json, SealContext()) + "\n");
}

absl::Status StateFolder::WriteFile(const std::string& name, const std::string& content) const {
  const std::string path = absl::StrCat(path_, "/", name);
  const std::string fresh = path + ".new";
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return CannotWrite(fresh);
  size_t written = 0;
  while (written < content.size()) {
    const ssize_t count = write(file, content.data() + written, content.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    written += count;
  }
  const bool stored = written == content.size() && fsync(file) == 0;
  close(file);
  if (!stored || rename(fresh.c_str(), path.c_str()) != 0) return CannotWrite(path);
  // The new name is on the disk only with its folder.
  const int folder = open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    fsync(folder);
    close(folder);
  }
  return absl::OkStatus();
}

}  // namespace sluice::dataplane
