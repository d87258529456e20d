#include "base/operator/operator_pages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/http/server/listen_address.h"
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
  SLUICE_ASSIGN_OR_RETURN(const auto place, http::ReadListenAddress("http_listen", listen_address));
  SLUICE_ASSIGN_OR_RETURN(
      std::unique_ptr<http::HttpServer> server,
      http::HttpServer::Start({.address = place.address,
                               .port = place.port,
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
  SLUICE_RETURN_IF_ERROR(http::WritePortFile("http_port_file", port_file, server->address()));
  log::Info("listening for operators", {{"http", server->address()}});
  return server;
}

}  // namespace sluice
