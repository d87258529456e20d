#include "base/operator/operator_pages.h"

#include <cstdio>
#include <fstream>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice {
namespace {

http::ServerResponse Page(int status, std::string text,
                          const char* type = "text/plain; charset=utf-8") {
  http::ServerResponse response;
  response.status = status;
  response.headers.Set("Content-Type", type);
  response.headers.Set("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

http::ServerResponse NotReady(const absl::Status& why) {
  const std::string remedy = RemedyOf(why);
  return Page(503, absl::StrCat("not ready: ", why.message(), "\n",
                                remedy.empty() ? "" : absl::StrCat(remedy, "\n")));
}

absl::StatusOr<std::pair<std::string, uint16_t>> HostAndPort(absl::string_view listen_address) {
  const size_t colon = listen_address.rfind(':');
  int32_t port = -1;
  if (colon == absl::string_view::npos ||
      !absl::SimpleAtoi(listen_address.substr(colon + 1), &port) || port < 0 || port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("http_listen=", listen_address, " is not host:port"));
  }
  absl::string_view host = listen_address.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  return std::pair(host == "localhost" ? "127.0.0.1" : std::string(host),
                   static_cast<uint16_t>(port));
}

// Whole or not at all: whoever waits for the file reads it as soon as it is there.
absl::Status WritePortFile(const std::string& path, const std::string& address) {
  const std::string unfinished = path + ".new";
  std::ofstream(unfinished) << address << '\n';
  if (std::rename(unfinished.c_str(), path.c_str()) == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("cannot write http_port_file ", path));
}

}  // namespace

http::ServerResponse AnswerOperator(const http::ServerRequest& request,
                                    const OperatorQuestions& questions) {
  if (request.method != "GET" && request.method != "HEAD") {
    http::ServerResponse response = Page(405, "only GET and HEAD\n");
    response.headers.Set("Allow", "GET, HEAD");
    return response;
  }
  const std::string& path = request.target.path;
  if (path == "/healthz") return Page(200, "ok\n");
  if (path == "/readyz") {
    const absl::Status ready = questions.is_ready();
    return ready.ok() ? Page(200, "ready\n") : NotReady(ready);
  }
  if (path == "/metrics") return Page(200, questions.metrics(), metrics::Catalogue::kContentType);
  return Page(404, "there are /healthz, /readyz and /metrics\n");
}

absl::StatusOr<std::unique_ptr<http::HttpServer>> ServeOperator(absl::string_view listen_address,
                                                                const std::string& port_file,
                                                                OperatorQuestions questions) {
  SLUICE_ASSIGN_OR_RETURN(const auto place, HostAndPort(listen_address));
  SLUICE_ASSIGN_OR_RETURN(
      std::unique_ptr<http::HttpServer> server,
      http::HttpServer::Start({.address = place.first,
                               .port = place.second,
                               .handler_threads = 2,
                               .connections_max = 64,
                               .header_bytes_max = 8 << 10,
                               .body_bytes_max = 0,
                               .bodies_bytes_max = 0,
                               .idle_timeout = absl::Seconds(30),
                               .stall_timeout = absl::Seconds(10),
                               .stop_grace = absl::Seconds(1)},
                              [questions = std::move(questions)](http::ServerRequest request) {
                                return AnswerOperator(request, questions);
                              }));
  if (!port_file.empty()) SLUICE_RETURN_IF_ERROR(WritePortFile(port_file, server->address()));
  log::Info("listening for operators", {{"http", server->address()}});
  return server;
}

}  // namespace sluice
