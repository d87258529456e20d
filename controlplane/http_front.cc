#include "controlplane/http_front.h"

#include <utility>
#include <vector>

#include "base/check.h"
#include "base/http/server/listen_address.h"
#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/gateway/console_pages.h"
#include "controlplane/gateway/http_rules.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kAnswerTimeout = absl::Minutes(5);  // 16 MiB over a slow line.

GatewayOptions GatewayOptionsOf(const Options& options) {
  return {.calls_max = static_cast<int>(options.http.calls_max),
          .streams_max = static_cast<int>(options.http.streams_max),
          .public_origin = options.public_origin};
}

http::HttpServerOptions HttpServerOptionsOf(const Options& options,
                                            const http::ListenAddress& place) {
  const HttpLimits& limits = options.http;
  return {.address = place.address,
          .port = place.port,
          .handler_threads = 4,  // They read requests; nobody waits there for long.
          .connections_max = static_cast<int>(limits.connections_max),
          .header_bytes_max = static_cast<uint32_t>(limits.header_bytes_max),
          .target_bytes_max = static_cast<uint32_t>(limits.target_bytes_max),
          .body_bytes_max = static_cast<uint64_t>(limits.body_bytes_max),
          .bodies_bytes_max = static_cast<uint64_t>(limits.bodies_bytes_max),
          .idle_timeout = limits.idle_timeout,
          .header_timeout = limits.header_timeout,
          .body_timeout = limits.body_timeout,
          .answer_timeout = kAnswerTimeout,
          .stall_timeout = limits.stall_timeout,
          .stop_grace = options.stop_patience,
          .refuse = Gateway::Refusal};
}

absl::StatusOr<std::unique_ptr<const ConsoleFiles>> ReadConsole(const Options& options) {
  if (options.console_dir.empty()) return nullptr;
  SLUICE_ASSIGN_OR_RETURN(ConsoleFiles files, ConsoleFiles::Read(options.console_dir));
  log::Info("the console is read",
            {{"folder", options.console_dir}, {"files", files.files().size()}});
  return std::make_unique<const ConsoleFiles>(std::move(files));
}

// A test reads the same rules: they are right.
std::vector<HttpRule> Rules() {
  absl::StatusOr<std::vector<HttpRule>> rules = ReadHttpRules(ApiServices());
  SLUICE_CHECK(rules.ok()) << rules.status();
  return *std::move(rules);
}

}  // namespace

HttpFront::HttpFront(const Options& options, Store& store, Gatekeeper& gatekeeper, Clock& clock,
                     OperatorQuestions questions, std::unique_ptr<const ConsoleFiles> console)
    : questions_(std::move(questions)),
      console_(std::move(console)),
      desk_(store.api_tokens(), store.sessions(), gatekeeper, clock,
            {.session_life = options.session_life, .public_origin = options.public_origin}),
      sessions_(desk_, gatekeeper),
      gateway_(
          GatewayOptionsOf(options), Rules(), sessions_,
          {.operators =
               [this](const http::ServerRequest& request) {
                 return AnswerOperator(request, questions_);
               },
           .sessions =
               [this](const http::ServerRequest& request) { return sessions_.Answer(request); },
           .console =
               [this](const http::ServerRequest& request) {
                 return AnswerConsole(console_.get(), request);
               }},
          questions_.is_ready) {}

absl::StatusOr<std::unique_ptr<HttpFront>> HttpFront::Start(const Options& options, Store& store,
                                                            Gatekeeper& gatekeeper, Clock& clock,
                                                            OperatorQuestions questions) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<const ConsoleFiles> console, ReadConsole(options));
  std::unique_ptr<HttpFront> front(
      new HttpFront(options, store, gatekeeper, clock, std::move(questions), std::move(console)));
  SLUICE_RETURN_IF_ERROR(front->Listen(options));
  return front;
}

absl::Status HttpFront::Listen(const Options& options) {
  if (options.http_listen.empty()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const http::ListenAddress place,
                          http::ReadListenAddress("http_listen", options.http_listen));
  SLUICE_ASSIGN_OR_RETURN(
      server_, http::HttpServer::StartLate(
                   HttpServerOptionsOf(options, place),
                   [this](http::ServerRequest request, std::shared_ptr<http::Answer> answer) {
                     gateway_.Handle(std::move(request), std::move(answer));
                   }));
  SLUICE_RETURN_IF_ERROR(
      http::WritePortFile("http_port_file", options.http_port_file, server_->address()));
  log::Info("listening for HTTP", {{"http", server_->address()}});
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
