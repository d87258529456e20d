#include "tests/cluster/kafka_server.h"

#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "tests/cluster/child_process.h"

namespace sluice::cluster {
namespace {

std::string Script() { return Runfile("tests/cluster/kafka"); }

}  // namespace

KafkaServer& KafkaServer::Shared() {
  static KafkaServer& server = []() -> KafkaServer& {
    const char* given = std::getenv("SLUICE_TEST_KAFKA");
    if (given != nullptr && *given != '\0') return *new KafkaServer("", given);
    static std::unique_ptr<KafkaServer> own = StartOwn();
    return *own;
  }();
  return server;
}

std::unique_ptr<KafkaServer> KafkaServer::StartOwn(const KafkaServerOptions& options) {
  std::unique_ptr<KafkaServer> server(new KafkaServer(FreshFolder("kafka"), ""));
  server->options_ = options;
  server->Start();
  return server;
}

KafkaServer::~KafkaServer() {
  if (!folder_.empty()) Stop();
}

void KafkaServer::Start() {
  SLUICE_CHECK(!folder_.empty()) << "the shared Kafka is not ours to start";
  std::vector<std::string> command = {Script(), "start", folder_, "--version", options_.version};
  if (options_.secure) command.push_back("--secure");
  if (options_.acls) command.push_back("--acls");
  if (options_.tiered_storage) command.push_back("--tiered-storage");
  if (options_.auto_create_topics) command.push_back("--auto-create-topics");
  if (options_.rebalance_delay_ms > 0)
    command.insert(command.end(), {"--rebalance-delay", absl::StrCat(options_.rebalance_delay_ms)});
  if (options_.proxied_port > 0)
    command.insert(command.end(), {"--proxied", absl::StrCat(options_.proxied_port)});
  for (const auto& [name, password] : options_.users) {
    command.insert(command.end(), {"--user", absl::StrCat(name, "=", password)});
  }
  absl::StatusOr<std::string> address = RunToEnd(command);
  SLUICE_CHECK(address.ok()) << address.status();
  bootstrap_ = std::string(absl::StripAsciiWhitespace(*address));
}

void KafkaServer::Stop() {
  SLUICE_CHECK(!folder_.empty()) << "the shared Kafka is not ours to stop";
  absl::StatusOr<std::string> stopped = RunToEnd({Script(), "stop", folder_});
  SLUICE_CHECK(stopped.ok()) << stopped.status();
}

pid_t KafkaServer::pid() const {
  SLUICE_CHECK(!folder_.empty()) << "the shared Kafka is not ours to harm";
  pid_t pid = -1;
  std::ifstream(folder_ + "/pid") >> pid;
  return pid;
}

void KafkaServer::Kill() { KillAndWait({pid()}); }
void KafkaServer::Suspend() { kill(pid(), SIGSTOP); }
void KafkaServer::Resume() { kill(pid(), SIGCONT); }

std::string KafkaServer::listener(const std::string& name) const {
  std::ifstream file(folder_ + "/listeners");
  for (std::string found, address; file >> found >> address;) {
    if (found == name) return address;
  }
  SLUICE_CHECK(false) << "this Kafka has no listener " << name;
  return "";
}

std::string KafkaServer::certificate(const std::string& name) const {
  std::ifstream file(folder_ + "/certs/" + name);
  SLUICE_CHECK(file.good()) << "this Kafka has no " << name;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void KafkaServer::Acls(const std::vector<std::string>& arguments) const {
  absl::StatusOr<std::string> done = Tool("org.apache.kafka.tools.AclCommand", arguments);
  SLUICE_CHECK(done.ok()) << done.status();
}

void KafkaServer::DeleteRecords(const std::string& topic, int32_t partition,
                                int64_t before_offset) const {
  const std::string file = FreshFolder("delete-records") + "/offsets.json";
  std::ofstream(file) << R"({"version":1,"partitions":[{"topic":")" << topic << R"(","partition":)"
                      << partition << R"(,"offset":)" << before_offset << "}]}";
  absl::StatusOr<std::string> done =
      Tool("org.apache.kafka.tools.DeleteRecordsCommand", {"--offset-json-file", file});
  SLUICE_CHECK(done.ok()) << done.status();
}

absl::StatusOr<std::string> KafkaServer::Tool(const std::string& java_class,
                                              std::vector<std::string> arguments) const {
  std::vector<std::string> command = {Script(), "tool", java_class, "--bootstrap-server",
                                      bootstrap_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  return RunToEnd(command);
}

std::string FreshName(const std::string& stem) {
  static std::mt19937_64 random(std::random_device{}() ^
                                (uint64_t{static_cast<uint32_t>(getpid())} << 32));
  return absl::StrCat(stem, "-", absl::Hex(random() & 0xffffff, absl::kZeroPad6));
}

}  // namespace sluice::cluster
