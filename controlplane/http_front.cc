#include "controlplane/http_front.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/http/server/listen_address.h"
#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/gateway/console_pages.h"
#include "controlplane/gateway/http_rules.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kAnswerTimeout = absl::Minutes(5);  // 16 MiB over a slow line.

GatewayOptions GatewayOptionsOf(const Options& options, RequestObserver& observer) {
  return {.calls_max = static_cast<int>(options.http.calls_max),
          .streams_max = static_cast<int>(options.http.streams_max),
          .public_origin = options.public_origin,
          .observer = &observer};
}

http::ServerResponse Refuse(int status, absl::string_view why, RequestObserver& observer) {
  const std::optional<HttpLimit> limit = Gateway::LimitOf(status);
  if (limit.has_value()) observer.OnRefused(*limit);
  return Gateway::Refusal(status, why);
}

http::HttpServerOptions HttpServerOptionsOf(const Options& options,
                                            const http::ListenAddress& place,
                                            RequestObserver& observer) {
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
          .refuse = [&observer](int status,
                                absl::string_view why) { return Refuse(status, why, observer); },
          .on_turned_away = [&observer] { observer.OnRefused(HttpLimit::kConnections); }};
}

http::TlsIdentity IdentityOf(const TlsTexts& texts) {
  return {.certificate_chain = texts.certificate_chain, .private_key = texts.private_key};
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
                     OperatorQuestions questions, RequestObserver& observer,
                     std::unique_ptr<const ConsoleFiles> console)
    : questions_(std::move(questions)),
      console_(std::move(console)),
      desk_(store.api_tokens(), store.sessions(), gatekeeper, clock,
            {.session_life = options.session_life, .public_origin = options.public_origin}),
      sessions_(desk_, gatekeeper, !options.public_origin.empty()),
      gateway_(
          GatewayOptionsOf(options, observer), Rules(), sessions_,
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
                                                            OperatorQuestions questions,
                                                            RequestObserver& observer) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<const ConsoleFiles> console, ReadConsole(options));
  std::unique_ptr<HttpFront> front(new HttpFront(
      options, store, gatekeeper, clock, std::move(questions), observer, std::move(console)));
  SLUICE_RETURN_IF_ERROR(front->Listen(options, observer));
  return front;
}

absl::Status HttpFront::ReadCertificate(const TlsFiles& files, http::HttpServerOptions& server) {
  if (!files.given()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(TlsTexts texts, ReadTlsFiles(files));
  server.tls = IdentityOf(texts);
  certificate_.emplace(files, std::move(texts));
  return absl::OkStatus();
}

absl::Status HttpFront::Listen(const Options& options, RequestObserver& observer) {
  if (options.http_listen.empty()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const http::ListenAddress place,
                          http::ReadListenAddress("http_listen", options.http_listen));
  http::HttpServerOptions server = HttpServerOptionsOf(options, place, observer);
  SLUICE_RETURN_IF_ERROR(ReadCertificate(options.http_tls, server));
  SLUICE_ASSIGN_OR_RETURN(
      server_,
      http::HttpServer::StartLate(std::move(server), [this](http::ServerRequest request,
                                                            std::shared_ptr<http::Answer> answer) {
        gateway_.Handle(std::move(request), std::move(answer));
      }));
  SLUICE_RETURN_IF_ERROR(
      http::WritePortFile("http_port_file", options.http_port_file, server_->address()));
  log::Info("listening for HTTP", {{"url", url()}});
  return absl::OkStatus();
}

std::string HttpFront::url() const {
  return absl::StrCat(certificate_.has_value() ? "https://" : "http://", server_->address());
}

void HttpFront::RenewCertificate() {
  if (!certificate_.has_value()) return;
  const absl::StatusOr<std::optional<TlsTexts>> renewed = certificate_->Look();
  if (renewed.ok() && !renewed->has_value()) return;
  const absl::Status shown = renewed.ok() ? server_->Show(IdentityOf(**renewed)) : renewed.status();
  if (shown.ok()) {
    log::Info("the certificate for HTTP was renewed");
  } else {
    log::Warn("the certificate for HTTP stays the former one", {{"error", shown}});
  }
}

}  // namespace sluice::controlplane
