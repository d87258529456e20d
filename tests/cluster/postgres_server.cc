#include "tests/cluster/postgres_server.h"

#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/check.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::cluster {
namespace {

std::string Script() { return Runfile("tests/cluster/postgres"); }

}  // namespace

PostgresServer& PostgresServer::Shared() {
  static PostgresServer& server = []() -> PostgresServer& {
    const char* given = std::getenv("SLUICE_TEST_POSTGRES");
    if (given != nullptr && *given != '\0') return *new PostgresServer("", given);
    static std::unique_ptr<PostgresServer> own = StartOwn();
    return *own;
  }();
  return server;
}

std::unique_ptr<PostgresServer> PostgresServer::StartOwn() {
  std::unique_ptr<PostgresServer> server(new PostgresServer(FreshFolder("postgres"), ""));
  server->Start();
  return server;
}

PostgresServer::~PostgresServer() {
  if (!folder_.empty()) (void)RunToEnd({Script(), "remove", folder_});
}

void PostgresServer::Start() {
  SLUICE_CHECK(!folder_.empty()) << "the shared PostgreSQL is not ours to start";
  absl::StatusOr<std::string> url = RunToEnd({Script(), "start", folder_});
  SLUICE_CHECK(url.ok()) << url.status();
  url_ = std::string(absl::StripAsciiWhitespace(*url));
}

void PostgresServer::Stop() {
  SLUICE_CHECK(!folder_.empty()) << "the shared PostgreSQL is not ours to stop";
  absl::StatusOr<std::string> stopped = RunToEnd({Script(), "stop", folder_});
  SLUICE_CHECK(stopped.ok()) << stopped.status();
}

std::string PostgresServer::PidFile() const {
  SLUICE_CHECK(!folder_.empty()) << "the shared PostgreSQL is not ours to harm";
  std::string home = folder_;  // Elsewhere when we are root.
  std::ifstream(folder_ + "/home") >> home;
  return home + "/data/postmaster.pid";
}

std::vector<pid_t> PostgresServer::Processes() const {
  pid_t postmaster = -1;
  std::ifstream(PidFile()) >> postmaster;
  if (postmaster <= 0) return {};
  std::vector<pid_t> all = {postmaster};
  for (const pid_t child : ChildrenOf(postmaster)) all.push_back(child);
  return all;
}

void PostgresServer::Kill() {
  KillAndWait(Processes());
  // Its number may live on as that of another PostgreSQL's process: then the next start would take
  // it for running, or its socket for taken.
  const std::filesystem::path pid_file = PidFile();
  std::filesystem::remove(pid_file);
  for (const auto& file : std::filesystem::directory_iterator(pid_file.parent_path())) {
    if (file.path().extension() == ".lock") std::filesystem::remove(file.path());
  }
}

void PostgresServer::Suspend() {
  for (const pid_t pid : Processes()) kill(pid, SIGSTOP);
}

void PostgresServer::Resume() {
  for (const pid_t pid : Processes()) kill(pid, SIGCONT);
}

std::string PostgresServer::FreshDatabase() {
  const std::string name = absl::StrReplaceAll(FreshName("test"), {{"-", "_"}});
  Query(url_, absl::StrCat("CREATE DATABASE ", name));
  return absl::StrCat(url_.substr(0, url_.rfind('/') + 1), name);
}

std::string PostgresServer::Query(const std::string& url, const std::string& sql) {
  absl::StatusOr<std::string> answer = RunToEnd(
      {"/usr/bin/psql", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-qAt", "-d", url, "-c", sql});
  SLUICE_CHECK(answer.ok()) << answer.status();
  return std::string(absl::StripAsciiWhitespace(*answer));
}

}  // namespace sluice::cluster
