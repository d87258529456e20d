#include "tests/e2e/stage.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/check.h"
#include "base/status/status_macros.h"
#include "nlohmann/json.hpp"

namespace sluice::e2e {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

absl::StatusOr<nlohmann::json> Read(const std::string& body) {
  nlohmann::json read = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!read.is_object() || !read.contains("topic"))
    return absl::InvalidArgumentError(absl::StrCat("no object with a topic: ", body));
  return read;
}

std::optional<std::string> TextAt(const nlohmann::json& object, const char* name) {
  if (!object.contains(name)) return std::nullopt;
  return object.at(name).get<std::string>();
}

}  // namespace

Stage::Stage(cluster::Emulator& emulator, cluster::ControlPlane& control_plane, kafka::Admin& admin,
             kafka::Producer& producer, std::vector<std::string> worker_flags)
    : emulator_(emulator),
      control_plane_(control_plane),
      admin_(admin),
      producer_(producer),
      worker_flags_(std::move(worker_flags)) {
  StartWorker();
  http::HttpServerOptions options;
  // One at a time. It lives as long as the server, and so does a worker that it starts: the kernel
  // ends that with the thread it came from.
  options.handler_threads = 1;
  auto server = http::HttpServer::Start(
      std::move(options), [this](const http::ServerRequest& request) { return Answer(request); });
  SLUICE_CHECK(server.ok()) << server.status();
  server_ = *std::move(server);
}

Stage::~Stage() { server_->Stop(); }

std::string Stage::url() const { return absl::StrCat("http://", server_->address()); }

http::ServerResponse Stage::Answer(const http::ServerRequest& request) {
  const absl::Status done = Do(request.target.path, request.body);
  http::ServerResponse response;
  if (done.ok()) return response;
  response.status = 400;
  response.body = done.ToString();
  return response;
}

absl::Status Stage::Do(const std::string& what, const std::string& body) {
  if (what == "/sql") return emulator_.Sql(body).status();
  if (what == "/topics") return MakeTopic(body);
  if (what == "/records") return Write(body);
  if (what == "/worker/kill") {
    worker_->Kill();
    return absl::OkStatus();
  }
  if (what == "/worker/start") {
    StartWorker();
    return absl::OkStatus();
  }
  return absl::NotFoundError(absl::StrCat("nobody here does ", what));
}

absl::Status Stage::MakeTopic(const std::string& body) {
  SLUICE_ASSIGN_OR_RETURN(const nlohmann::json wanted, Read(body));
  const std::string topic = wanted.at("topic").get<std::string>();
  kafka::TopicConfigs configs;
  if (wanted.contains("configs")) {
    for (const auto& [name, value] : wanted.at("configs").items())
      configs[name] = value.get<std::string>();
  }
  SLUICE_ASSIGN_OR_RETURN(const auto made,
                          admin_.CreateTopics({{.name = topic,
                                                .partitions = wanted.value("partitions", 1),
                                                .configs = std::move(configs)}},
                                              kTimeout));
  return made.at(topic);
}

absl::Status Stage::Write(const std::string& body) {
  SLUICE_ASSIGN_OR_RETURN(const nlohmann::json wanted, Read(body));
  const std::string topic = wanted.at("topic").get<std::string>();
  for (const nlohmann::json& each : wanted.at("records")) {
    const std::optional<std::string> key = TextAt(each, "key");
    const std::optional<std::string> value = TextAt(each, "value");
    kafka::ProducerRecord record;
    record.topic = topic;
    if (each.contains("partition")) record.partition = each.at("partition").get<int32_t>();
    if (key.has_value()) record.key = *key;
    if (value.has_value()) record.value = *value;
    if (each.contains("timestampMs"))
      record.timestamp = absl::FromUnixMillis(each.at("timestampMs").get<int64_t>());
    SLUICE_RETURN_IF_ERROR(kafka::ProduceAndWait(producer_, record, kTimeout).status());
  }
  return absl::OkStatus();
}

void Stage::StartWorker() {
  worker_.reset();
  worker_.emplace(control_plane_.StartWorker("worker", worker_flags_));
}

}  // namespace sluice::e2e
