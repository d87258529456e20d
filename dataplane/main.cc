// sluice-worker: runs sink tasks. Here, and only here, the real parts are put together.

#include <unistd.h>

#include <functional>
#include <iostream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "base/config/config.h"
#include "base/http/curl_client.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_group_consumer.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/on_demand_producer.h"
#include "base/log/log.h"
#include "base/operator/operator_pages.h"
#include "base/process/freed_memory.h"
#include "base/process/stop_signal.h"
#include "base/status/reason.h"
#include "base/time/real_clock.h"
#include "dataplane/worker/role_destinations.h"
#include "dataplane/worker/shared_clients.h"
#include "dataplane/worker/worker.h"
#include "dataplane/worker/worker_metrics.h"

namespace sluice::dataplane {
namespace {

struct Options {
  WorkerOptions worker;
  std::string state_dir = "/var/lib/sluice-worker";
  std::string secret_key_file;
  int64_t tasks_max = 64;
  int64_t memory_bytes_max = 144 << 20;
  std::string block_codec = "auto";
  std::string access_key_id;
  std::string access_key_secret;
  std::string sts_endpoint = "https://sts.aliyuncs.com";
  absl::Duration session_timeout = absl::Seconds(10);
  absl::Duration drain_timeout = absl::Seconds(20);
  std::string log_level = "info";
  std::string log_format = "text";
  std::string http_listen = "127.0.0.1:0";
  bool allow_insecure_bind = false;
  std::string http_port_file;
};

std::string HostName() {
  char name[64] = "worker";
  gethostname(name, sizeof(name) - 1);
  return name;
}

void AddKeys(config::Config& config, Options& o) {
  config.StringList(
      "control_plane_addresses", &o.worker.control_plane_addresses,
      {.help =
           "gRPC addresses of control-plane replicas; none: run the local copy of the assignment",
       .unit = "host:port"});
  config.String("control_plane_token_file", &o.worker.access.token_file,
                {.help = "file with the secret of an API token of kind worker; read again for each "
                         "connection",
                 .unit = "file, mode 0600"});
  config.String("control_plane_tls_ca_file", &o.worker.access.tls_ca_file,
                {.help = "PEM file with who may sign the control plane's certificate, or `system` "
                         "for the operating system's authorities; empty: the connection is not "
                         "encrypted"});
  config.String("control_plane_tls_certificate_file", &o.worker.access.tls_certificate_file,
                {.help = "PEM file with the worker's own certificate, where the control plane asks "
                         "for one"});
  config.String("control_plane_tls_key_file", &o.worker.access.tls_key_file,
                {.help = "PEM file with the key of that certificate", .unit = "file, mode 0600"});
  config.String("state_dir", &o.state_dir,
                {.help = "folder for who the worker is and its local copy of the assignment",
                 .required = true});
  config.String(
      "secret_key_file", &o.secret_key_file,
      {.help = "key that seals that copy, which holds passwords; made when there is none; "
               "empty: secret_key in state_dir",
       .unit = "file of 64 hex digits, mode 0600"});
  config.String(
      "worker_name", &o.worker.name,
      {.help = "name that people see", .limits = "1 to 63 of a-z, 0-9, hyphen", .required = true});
  config.String("vpc_id", &o.worker.vpc_id,
                {.help = "VPC the worker stands in; empty: it may run tasks of any"});
  config.String("vswitch_id", &o.worker.vswitch_id,
                {.help = "vSwitch the worker stands in; empty: it may run tasks of any"});
  config.Int("tasks_max", &o.tasks_max, {.help = "how many tasks it takes", .min = 1, .max = 1000});
  config.Int(
      "memory_bytes_max", &o.memory_bytes_max,
      {.help = "what all tasks may hold together: rows on their way and, at most a quarter of it, "
               "what their Kafka clients have fetched ahead",
       .unit = "bytes",
       .min = 16 << 20,
       .max = int64_t{1} << 40});
  config.String(
      "block_codec", &o.block_codec,
      {.help = "how blocks are packed; by deflate where an endpoint does not take it. auto: zstd. "
               "lz4 and snappy cost less time and more bytes",
       .limits = "auto, none, deflate, zstd, lz4 or snappy"});
  config.String(
      "service_access_key_id", &o.access_key_id,
      {.help = "id of the service's own access key, which assumes users' roles", .required = true});
  config.SecretFile("service_access_key_secret_file", &o.access_key_secret,
                    {.help = "file with the secret of that key", .required = true});
  config.String("sts_endpoint", &o.sts_endpoint,
                {.help = "where roles are assumed", .unit = "URL"});
  config.Duration(
      "group_session_timeout", &o.session_timeout,
      {.help = "how long Kafka waits for a silent task before its partitions go to others",
       .limits = "the broker's bounds, by default 6s to 30m"});
  config.Duration(
      "drain_timeout", &o.drain_timeout,
      {.help = "how long a worker that is told to stop waits until its tasks run elsewhere; a "
               "second signal ends it at once"});
  config.String("http_listen", &o.http_listen,
                {.help = "where /healthz, /readyz and /metrics are answered; port 0 takes a free "
                         "one, which the log tells; empty: nowhere",
                 .unit = "host:port"});
  config.Bool("allow_insecure_bind", &o.allow_insecure_bind,
              {.help = "listen beyond loopback, and send the token there, although nothing is "
                       "encrypted"});
  config.String("http_port_file", &o.http_port_file,
                {.help = "file that gets host:port of http_listen once it listens; for tests"});
  config.String("log_level", &o.log_level, {.help = "debug, info, warn or error"});
  config.String("log_format", &o.log_format,
                {.help = "text for people, json for machines: one object a line"});
}

std::optional<maxcompute::ContentEncoding> ReadCodec(absl::string_view name) {
  using maxcompute::ContentEncoding;
  if (name == "auto") return ContentEncoding::kZstd;
  if (name == "none") return ContentEncoding::kRaw;
  if (name == "deflate") return ContentEncoding::kDeflate;
  if (name == "zstd") return ContentEncoding::kZstd;
  if (name == "lz4") return ContentEncoding::kLz4;
  if (name == "snappy") return ContentEncoding::kSnappy;
  return std::nullopt;
}

// What a single key cannot tell by itself.
absl::Status Check(const Options& o) {
  if (!log::SetLevel(o.log_level)) {
    return absl::InvalidArgumentError("log_level must be debug, info, warn or error");
  }
  if (!log::SetFormat(o.log_format)) {
    return absl::InvalidArgumentError("log_format must be text or json");
  }
  if (!ReadCodec(o.block_codec).has_value()) {
    return absl::InvalidArgumentError(
        "block_codec must be auto, none, deflate, zstd, lz4 or snappy");
  }
  for (const std::string& address : o.worker.control_plane_addresses) {
    const absl::Status readable = client::ReadAccess(o.worker.access, address).status();
    if (!readable.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(readable.message(), "; ", RemedyOf(readable)));
    }
  }
  if (o.http_listen.empty()) return absl::OkStatus();
  return config::CheckBind("http_listen", o.http_listen, o.allow_insecure_bind);
}

WorkerView ViewOf(Worker& worker, const MemoryBudget& memory) {
  return {.tasks = worker.Look(),
          .assignment_revision = worker.carried_out(),
          .connected = worker.connected(),
          .memory_bytes = memory.used(),
          .memory_bytes_max = memory.bytes_max()};
}

// The pages for operators; none when they were not asked for.
absl::StatusOr<std::unique_ptr<http::HttpServer>> Listen(const Options& options, Worker& worker,
                                                         const WorkerMetrics& metrics) {
  if (options.http_listen.empty()) return nullptr;
  return ServeOperator(options.http_listen, options.http_port_file,
                       {.is_ready = [&worker] { return worker.Ready(); },
                        .metrics = [&metrics] { return metrics.Text(); }});
}

// Beside the budget: what packs and sends, gaps between blocks, and the clients that each task has.
size_t HeldBytesMax(const Options& options, size_t tasks) {
  return static_cast<size_t>(options.memory_bytes_max) / 4 * 5 + (16 << 20) + tasks * (2 << 20);
}

// Batches fill and are gone: the allocator alone would keep the most that it ever needed. Now and
// then also a part of what it may keep, so that an idle worker is a small one. Until a signal
// comes.
void TrimUntilStopped(const Options& options, Worker& worker, StopSignal& stop) {
  constexpr int kLooksBetween = 25;
  size_t tasks = 0;
  for (int look = 1; !stop.WaitFor(absl::Milliseconds(200)); ++look) {
    const bool idle_too = look % kLooksBetween == 0;
    if (idle_too) tasks = worker.Look().size();
    TrimFreedMemory(HeldBytesMax(options, tasks), idle_too ? 1.0 / 64 : 0);
  }
}

int Main(int argc, char** argv) {
  RealClock clock;
  std::function<WorkerView()> look = [] { return WorkerView(); };  // Until there is a worker.
  WorkerMetrics metrics([&look] { return look(); }, clock);
  Options options;
  options.worker.name = HostName();
  config::Config config("sluice-worker", "runs sink tasks of Kafka to MaxCompute connectors");
  AddKeys(config, options);
  config.Printing("print_metrics_table", "print the metrics as a table, and exit",
                  [&] { return metrics.Table(); });
  absl::StatusOr<config::Action> action = config.Parse(argc, argv);
  if (!action.ok()) {
    std::cerr << "sluice-worker: " << action.status().message() << "\n";
    return 2;
  }
  if (*action == config::Action::kExit) return 0;
  options.worker.access.allow_plaintext = options.allow_insecure_bind;
  if (const absl::Status valid = Check(options); !valid.ok()) {
    std::cerr << "sluice-worker: " << valid.message() << "\n";
    return 2;
  }
  options.worker.tasks_max = static_cast<int>(options.tasks_max);

  StopSignal stop;
  log::Info("sluice-worker starts", {{"config", config.Effective()}});
  http::CurlClient http_client;
  maxcompute::StaticCredentials service_key(
      {.access_key_id = options.access_key_id,
       .access_key_secret = maxcompute::Secret(options.access_key_secret),
       .security_token = {}});
  maxcompute::RpcClient sts(http_client, service_key, clock, {.endpoint = options.sts_endpoint});
  RoleDestinations destinations(http_client, sts, clock);
  MemoryBudget memory(options.memory_bytes_max);
  EndpointEncodings encodings({*ReadCodec(options.block_codec)});

  absl::StatusOr<StateFolder> folder =
      StateFolder::Open(options.state_dir, options.secret_key_file);
  if (!folder.ok()) {
    log::Error("the state folder cannot be used",
               {{"error", folder.status()}, {"remedy", RemedyOf(folder.status())}});
    return 1;
  }
  SharedClients<kafka::Admin> admins(&kafka::KafkaAdmin::Create);
  SharedClients<kafka::Producer> note_producers([](const kafka::ConnectionSettings& settings) {
    return std::make_unique<kafka::OnDemandProducer>(
        [settings] { return kafka::KafkaProducer::Create(settings, {}); });
  });
  const TaskParts parts{
      .clock = clock,
      .memory = memory,
      .encodings = encodings,
      .observer = &metrics,
      .owned_within = std::max(absl::Seconds(20), 2 * options.session_timeout),
      .open_destination =
          [&](const RevisionDefinition& revision) { return destinations.Open(revision); },
      .make_producer =
          [](const TaskDefinition& task) {
            return kafka::KafkaProducer::Create(task.kafka, {.queue_bytes_max = 64 << 20});
          },
      .note_producer_of = [&](const TaskDefinition& task) { return note_producers.Of(task.kafka); },
      .admin_of = [&](const TaskDefinition& task) { return admins.Of(task.kafka); },
      .make_reader =
          [](const TaskDefinition& task) { return kafka::KafkaRecordReader::Create(task.kafka); },
      .join_group = [&](const TaskDefinition& task, int64_t queued_bytes_max,
                        kafka::AssignmentListener& listener)
          -> absl::StatusOr<std::unique_ptr<kafka::GroupConsumer>> {
        return kafka::KafkaGroupConsumer::Create(
            {.connection = task.kafka,
             .topic = task.revision(task.connector_revision)->source_topic,
             .group_id = task.group_id,
             .group_instance_id =
                 absl::StrCat(task.connector_uid, "-", task.task_index, task.member_suffix),
             .session_timeout = options.session_timeout,
             .commit_bound = options.session_timeout * 0.4,
             .queued_bytes_max = queued_bytes_max},
            listener);
      }};
  Worker worker(options.worker, *std::move(folder), parts, clock);
  look = [&] { return ViewOf(worker, memory); };
  const auto pages = Listen(options, worker, metrics);
  if (!pages.ok()) {
    log::Error("the worker cannot listen for operators", {{"error", pages.status()}});
    return 1;
  }
  if (absl::Status started = worker.Start(); !started.ok()) {
    log::Error("the worker cannot start", {{"error", started}});
    return 1;
  }
  TrimUntilStopped(options, worker, stop);
  log::Info("sluice-worker stops", {{"signal", stop.name()}});
  worker.Drain(options.drain_timeout);
  return 0;
}

}  // namespace
}  // namespace sluice::dataplane

int main(int argc, char** argv) { return sluice::dataplane::Main(argc, argv); }
