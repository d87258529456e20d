#include "tests/bench/process_use.h"

#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace sluice::bench {
namespace {

// Fields of /proc/PID/stat, counted from the one after the program's name (proc(5): state is 3).
constexpr size_t kUserTicks = 14 - 3;
constexpr size_t kKernelTicks = 15 - 3;
constexpr size_t kThreads = 20 - 3;

int64_t NumberOf(absl::string_view text) {
  int64_t number = 0;
  return absl::SimpleAtoi(text, &number) ? number : 0;
}

// "VmHWM:   12345 kB".
int64_t BytesOf(absl::string_view line) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(line, absl::ByAnyChar(" \t"), absl::SkipEmpty());
  return words.size() < 2 ? 0 : NumberOf(words[1]) * 1024;
}

}  // namespace

absl::StatusOr<ProcessUse> LookAt(pid_t pid) {
  std::ifstream stat(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  if (!std::getline(stat, line)) return absl::NotFoundError(absl::StrCat("no process ", pid));
  const std::vector<std::string> fields =
      absl::StrSplit(line.substr(line.rfind(')') + 1), ' ', absl::SkipEmpty());
  if (fields.size() <= kThreads) return absl::InternalError(absl::StrCat("cannot read ", line));
  ProcessUse use;
  use.cpu_seconds =
      static_cast<double>(NumberOf(fields[kUserTicks]) + NumberOf(fields[kKernelTicks])) /
      static_cast<double>(sysconf(_SC_CLK_TCK));
  use.threads = static_cast<int>(NumberOf(fields[kThreads]));
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  while (std::getline(status, line)) {
    if (absl::StartsWith(line, "VmHWM:")) use.rss_peak_bytes = BytesOf(line);
    if (absl::StartsWith(line, "VmRSS:")) use.rss_bytes = BytesOf(line);
  }
  return use;
}

}  // namespace sluice::bench
