#include "controlplane/gateway/gateway_world.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sluice::controlplane {

std::string Got::Error() const {
  const nlohmann::json told = Json();
  if (!told.is_object() || !told.contains("error")) return "none";
  const auto& error = told["error"];
  std::string reason;
  for (const auto& detail : error["details"]) reason = detail.value("reason", reason);
  EXPECT_EQ(error["code"], status);
  return absl::StrCat(error["status"].get<std::string>(), " ", reason);
}

Got ReadAnswer(absl::string_view bytes) {
  Got got;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(bytes, absl::MaxSplits("\r\n\r\n", 1));
  bool first = true;
  for (absl::string_view line : absl::StrSplit(parts.first, "\r\n")) {
    if (std::exchange(first, false)) {
      (void)absl::SimpleAtoi(line.substr(std::min<size_t>(9, line.size()), 3), &got.status);
      continue;
    }
    const std::pair<absl::string_view, absl::string_view> field =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    got.headers.Add(field.first, field.second);
  }
  got.body = std::string(parts.second);
  return got;
}

GatewayWorld::GatewayWorld(http::HttpServerOptions limits, const GatewayOptions& options,
                           GatewayPages pages)
    : server_(*RpcServer::Start({&instances_, &watch_}, {.listen_address = "127.0.0.1:0"})) {
  const auto page = [](const http::ServerRequest& request) {
    http::ServerResponse response;
    response.headers.Set("Content-Type", "text/plain");
    response.body = request.target.path;
    return response;
  };
  if (!pages.operators) pages.operators = page;
  if (!pages.console) pages.console = page;
  gateway_ = std::make_unique<Gateway>(
      options, *ReadHttpRules(ApiServices()), credentials_, std::move(pages),
      [] { return absl::UnavailableError("the database does not answer"); });
  gateway_->Open(server_->PrivateChannel());
  limits.refuse = Gateway::Refusal;
  if (limits.tls.has_value()) certificate_ = limits.tls->certificate_chain;
  http_ = *http::HttpServer::StartLate(
      limits, [this](http::ServerRequest request, std::shared_ptr<http::Answer> answer) {
        gateway_->Handle(std::move(request), std::move(answer));
      });
  const auto stub = v1::InstanceService::NewStub(server_->PrivateChannel());
  grpc::ClientContext context;
  v1::CreateInstanceRequest request;
  request.set_instance_id("a");
  request.mutable_instance()->add_bootstrap_servers("127.0.0.1:9092");
  v1::Instance made;
  EXPECT_TRUE(stub->CreateInstance(&context, request, &made).ok());
}

GatewayWorld::~GatewayWorld() {
  watch_.EndAll(grpc::Status::CANCELLED);
  server_->Stop();
  gateway_->Close();
  http_->Stop();
}

Got GatewayWorld::Ask(const std::string& method, const std::string& target, const std::string& body,
                      http::Headers headers) {
  if (!headers.Has("Host")) headers.Add("Host", "h");
  headers.Add("Connection", "close");
  if (!body.empty() && !headers.Has("Content-Type")) {
    headers.Add("Content-Type", "application/json");
  }
  if (!body.empty()) headers.Add("Content-Length", absl::StrCat(body.size()));
  std::string bytes = absl::StrCat(method, " ", target, " HTTP/1.1\r\n");
  for (const auto& [name, value] : headers) absl::StrAppend(&bytes, name, ": ", value, "\r\n");
  absl::StrAppend(&bytes, "\r\n", body);
  return ReadAnswer(Say(bytes));
}

std::string GatewayWorld::Say(absl::string_view bytes) {
  if (certificate_.empty()) return http::RawClient(*http_).Say(bytes).HearToTheEnd();
  return http::TlsClient(*http_, certificate_).Say(bytes).HearToTheEnd();
}

}  // namespace sluice::controlplane
