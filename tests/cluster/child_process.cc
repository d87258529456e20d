#include "tests/cluster/child_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

extern char** environ;

namespace sluice::cluster {
namespace {

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

void Pause() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }

}  // namespace

absl::StatusOr<ChildProcess> ChildProcess::Start(std::vector<std::string> command,
                                                 std::string log_file,
                                                 std::vector<std::string> environment) {
  for (char** variable = environ; *variable != nullptr; ++variable)
    environment.push_back(*variable);
  std::vector<char*> argv = Pointers(command);
  std::vector<char*> envp = Pointers(environment);
  const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) return absl::InternalError(absl::StrCat("cannot write ", log_file));
  const pid_t pid = fork();
  if (pid < 0) {
    close(log);
    return absl::InternalError("fork failed");
  }
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  close(log);
  return ChildProcess(pid, std::move(log_file));
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), log_file_(std::move(other.log_file_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    Kill();
    pid_ = std::exchange(other.pid_, -1);
    log_file_ = std::move(other.log_file_);
  }
  return *this;
}

ChildProcess::~ChildProcess() { Kill(); }

void ChildProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  Reap();
}

void ChildProcess::Suspend() {
  if (pid_ > 0) kill(pid_, SIGSTOP);
}

void ChildProcess::Resume() {
  if (pid_ > 0) kill(pid_, SIGCONT);
}

int ChildProcess::Terminate(absl::Duration patience) {
  if (pid_ < 0) return 0;
  kill(pid_, SIGTERM);
  for (absl::Duration waited; waited < patience; waited += absl::Milliseconds(10)) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    Pause();
  }
  kill(pid_, SIGKILL);
  return Reap();
}

int ChildProcess::Reap() {
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool ChildProcess::IsRunning() {
  if (pid_ < 0) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return true;
  pid_ = -1;
  return false;
}

std::string ChildProcess::LogTail(int bytes_max) const {
  std::ifstream file(log_file_, std::ios::binary | std::ios::ate);
  const int64_t size = file.tellg();
  file.seekg(std::max<int64_t>(0, size - bytes_max));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

absl::StatusOr<std::string> RunToEnd(const std::vector<std::string>& command,
                                     absl::Duration patience) {
  static std::atomic<int> runs = 0;
  const std::string folder = FreshFolder(absl::StrCat("run-", getpid(), "-", ++runs));
  std::vector<std::string> shell = {"/bin/bash", "-c", "\"$@\" >\"$0/stdout\" 2>\"$0/stderr\"",
                                    folder};
  shell.insert(shell.end(), command.begin(), command.end());
  absl::StatusOr<ChildProcess> child = ChildProcess::Start(shell, folder + "/log");
  if (!child.ok()) return child.status();
  const pid_t pid = child->pid();
  int status = 0;
  bool ended = false;
  for (absl::Duration waited; !ended && waited < patience; waited += absl::Milliseconds(10)) {
    siginfo_t info = {};
    ended = waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
    if (!ended) Pause();
  }
  if (!ended)
    return absl::DeadlineExceededError(absl::StrCat(absl::StrJoin(command, " "), " did not end"));
  status = child->Terminate();
  auto read = [&](const char* name) {
    std::ifstream file(folder + "/" + name, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  };
  if (status != 0) {
    return absl::InternalError(absl::StrCat(absl::StrJoin(command, " "), ": exit code ", status,
                                            "\n", read("stderr"), read("stdout")));
  }
  return read("stdout");
}

namespace {

struct ProcessStat {
  char state = 'Z';  // As /proc has it; Z also when there is none.
  pid_t parent = -1;
  int64_t cpu_ticks = 0;  // Of all threads, in the program and in the kernel for it.
};

ProcessStat StatOf(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string text;
  std::getline(file, text);
  // `PID (NAME) STATE PPID …`; the name may hold anything.
  const size_t name_end = text.rfind(')');
  ProcessStat stat;
  if (name_end == std::string::npos) return stat;
  std::istringstream rest(text.substr(name_end + 1));
  rest >> stat.state >> stat.parent;
  std::string passed_over;
  for (int field = 5; field < 14; ++field) rest >> passed_over;  // As proc(5) counts them.
  int64_t in_program = 0, in_kernel = 0;
  rest >> in_program >> in_kernel;
  stat.cpu_ticks = in_program + in_kernel;
  return stat;
}

}  // namespace

void KillAndWait(const std::vector<pid_t>& pids) {
  for (const pid_t pid : pids) {
    if (pid > 0) kill(pid, SIGKILL);
  }
  for (const pid_t pid : pids) {
    // Nobody may ever ask for what is left of one that was not our child.
    while (pid > 0 && StatOf(pid).state != 'Z') Pause();
  }
}

std::vector<pid_t> ChildrenOf(pid_t parent) {
  std::vector<pid_t> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    pid_t pid = -1;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    const ProcessStat stat = StatOf(pid);
    if (stat.parent == parent && stat.state != 'Z') children.push_back(pid);
  }
  return children;
}

absl::Duration CpuTimeOf(pid_t pid) {
  return absl::Seconds(StatOf(pid).cpu_ticks) / sysconf(_SC_CLK_TCK);
}

std::string Runfile(const std::string& path) {
  const char* folder = std::getenv("TEST_SRCDIR");
  const char* workspace = std::getenv("TEST_WORKSPACE");
  if (folder == nullptr) return std::filesystem::absolute(path);
  return absl::StrCat(folder, "/", workspace == nullptr ? "sluice" : workspace, "/", path);
}

std::string FreshFolder(const std::string& name) {
  const char* outputs = std::getenv("TEST_TMPDIR");
  std::filesystem::path base =
      outputs == nullptr ? std::filesystem::temp_directory_path() / "sluice" : outputs;
  std::filesystem::path folder = base / name;
  for (int i = 2; std::filesystem::exists(folder); ++i) folder = base / absl::StrCat(name, "-", i);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace sluice::cluster
