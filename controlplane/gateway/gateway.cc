#include "controlplane/gateway/gateway.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "controlplane/gateway/event_call.h"
#include "controlplane/gateway/open_api.h"
#include "controlplane/gateway/request_checks.h"
#include "controlplane/gateway/request_reader.h"
#include "controlplane/gateway/unary_call.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {
namespace {

absl::Status NoSuchPath(absl::string_view path) {
  return WithRemedy(
      WithReason(absl::NotFoundError(absl::StrCat("no call has the path ", Echo(path))),
                 "PATH_NOT_FOUND"),
      "see /openapi.json for the paths there are");
}

absl::Status NoSuchMethod(absl::string_view method, absl::string_view allowed) {
  return WithReason(absl::UnimplementedError(absl::StrCat("this path has no method ", Echo(method),
                                                          "; it has ", allowed)),
                    "METHOD_NOT_ALLOWED");
}

absl::Status TooManyStreams(int max) {
  return WithRemedy(WithReason(absl::ResourceExhaustedError(absl::StrCat(
                                   "there are ", max, " open streams, and may be no more")),
                               "TOO_MANY_STREAMS"),
                    "close some, or put several subscriptions into one");
}

absl::string_view RawPath(const http::ServerRequest& request) {
  const absl::string_view raw = request.target.raw;
  return raw.substr(0, raw.find('?'));
}

bool IsOperatorPath(absl::string_view path) {
  return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

bool IsSessionPath(absl::string_view path) {
  return path == "/v1/sessions" || absl::StartsWith(path, "/v1/sessions/");
}

bool IsApiPath(absl::string_view path) {
  return path == "/v1" || absl::StartsWith(path, "/v1/") || absl::StartsWith(path, "/v1:");
}

// A stream that went on elsewhere before: the browser says where it was by this header.
void GoOnFrom(const std::string& last_event_id, google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("resume_token");
  if (last_event_id.empty() || field == nullptr) return;
  const auto& reflection = *request.GetReflection();
  if (reflection.GetString(request, field).empty()) {
    reflection.SetString(&request, field, last_event_id);
  }
}

http::ServerResponse OpenApi(const std::string& document) {
  http::ServerResponse response;
  response.headers.Set("Content-Type", "application/json");
  response.headers.Set("Cache-Control", "no-cache");
  response.body = document;
  return response;
}

}  // namespace

Gateway::Gateway(const GatewayOptions& options, std::vector<HttpRule> rules,
                 Credentials& credentials, GatewayPages pages,
                 std::function<absl::Status()> why_closed)
    : options_(options),
      routes_(std::move(rules)),
      open_api_(OpenApiOf(routes_.rules())),
      credentials_(credentials),
      pages_(std::move(pages)),
      why_closed_(std::move(why_closed)),
      calls_(options.calls_max),
      streams_(options.streams_max),
      writers_(options.writer_threads, 1024) {}

void Gateway::Open(std::shared_ptr<grpc::Channel> channel) {
  MutexLock lock(mu_);
  stub_ = std::make_shared<grpc::GenericStub>(std::move(channel));
}

void Gateway::Close() {
  {
    MutexLock lock(mu_);
    stub_ = nullptr;
  }
  calls_.WaitUntilNoneIsTaken();
  streams_.WaitUntilNoneIsTaken();
}

std::shared_ptr<grpc::GenericStub> Gateway::stub() {
  MutexLock lock(mu_);
  return stub_;
}

void Gateway::Handle(http::ServerRequest request, std::shared_ptr<http::Answer> answer) {
  auto reply = std::make_shared<Reply>(request, std::move(answer));
  absl::string_view path = RawPath(request);
  // Probes may be as old as HTTP/1.0.
  if (IsOperatorPath(path)) return reply->Send(pages_.operators(request));
  if (const absl::Status fit = CheckHeaders(request); !fit.ok()) return reply->Fail(fit);
  const bool is_api = IsApiPath(path);
  if (!is_api && path != "/") absl::ConsumeSuffix(&path, "/");
  absl::StatusOr<std::vector<PathParts>> readings =
      path == "/" ? std::vector<PathParts>() : ReadPath(path);
  if (!readings.ok()) return reply->Fail(readings.status());
  if (pages_.sessions && IsSessionPath(path)) {
    const bool taken = writers_.Run(
        [this, asked = std::move(request), reply] { reply->Send(pages_.sessions(asked)); });
    if (!taken) reply->Fail(Overloaded());
    return;
  }
  if (is_api) return HandleCall(std::move(request), *readings, std::move(reply));
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && path == "/openapi.json") return reply->Send(OpenApi(open_api_));
  if (reads) return reply->Send(pages_.console(request));
  const std::string allowed = "GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS") {
    return reply->Send({.status = 204, .headers = {{"Allow", allowed}}});
  }
  reply->Fail(NoSuchMethod(request.method, allowed), 405, {{"Allow", allowed}});
}

void Gateway::HandleCall(http::ServerRequest request, const std::vector<PathParts>& readings,
                         std::shared_ptr<Reply> reply) {
  Route route = routes_.Find(request.method, readings);
  if (route.rule == nullptr && route.methods.empty()) {
    return reply->Fail(NoSuchPath(RawPath(request)));
  }
  if (route.rule == nullptr) {
    const std::string allowed = absl::StrJoin(route.methods, ", ");
    if (request.method == "OPTIONS") {
      return reply->Send({.status = 204, .headers = {{"Allow", allowed}}});
    }
    return reply->Fail(NoSuchMethod(request.method, allowed), 405, {{"Allow", allowed}});
  }
  absl::StatusOr<ShownCredentials> shown = credentials_.Of(request);
  if (!shown.ok()) return reply->Fail(shown.status());
  if (const absl::Status own = CheckOrigin(request, shown->by_itself, options_.public_origin);
      !own.ok()) {
    return reply->Fail(own);
  }
  if (const absl::Status json = CheckBodyType(request); !json.ok()) return reply->Fail(json, 415);
  SaidOverHttp said{.bindings = std::move(route.bindings),
                    .query = std::move(request.target.query),
                    .body = std::move(request.body),
                    .if_match = request.Header("If-Match")};
  auto asked = ReadRequest(*route.rule, said);
  if (!asked.ok()) return reply->Fail(asked.status());
  const bool is_stream = route.rule->call->server_streaming();
  if (is_stream) GoOnFrom(request.Header("Last-Event-ID"), **asked);
  // Before the stub is looked for: Close waits for those that found one.
  std::shared_ptr<void> slot = is_stream ? streams_.Take() : calls_.Take();
  if (slot == nullptr) {
    return reply->Fail(is_stream ? TooManyStreams(options_.streams_max) : Overloaded());
  }
  std::shared_ptr<grpc::GenericStub> channel = stub();
  if (channel == nullptr) {
    const absl::Status why = why_closed_();
    return reply->Fail(why.ok() ? absl::UnavailableError("starting; try again soon") : why);
  }
  request.target.query.clear();
  request.body.clear();
  ApiCall call{.rule = route.rule,
               .from = std::move(request),
               .request = *std::move(asked),
               .metadata = std::move(shown->metadata),
               .reply = std::move(reply),
               .slot = std::move(slot)};
  if (is_stream) {
    MakeEventCall(std::move(channel), std::move(call), options_.stream_deadline, writers_);
  } else {
    MakeUnaryCall(std::move(channel), std::move(call), options_.call_deadline, credentials_,
                  writers_);
  }
}

http::ServerResponse Gateway::Refusal(int status) {
  const absl::string_view why =
      status == 408   ? "the body did not come in time"
      : status == 413 ? "the body is larger than this server takes"
      : status == 414 ? "the path with its query is longer than this server takes"
      : status == 431 ? "the request line and the headers are larger than this server takes"
      : status == 503 ? "too many bytes are being received at once; send again later"
                      : "the request is not HTTP";
  const absl::Status error =
      status == 503   ? WithReason(absl::UnavailableError(why), "OVERLOADED")
      : status == 408 ? WithReason(absl::DeadlineExceededError(why), "DEADLINE_PASSED")
                      : WithReason(absl::InvalidArgumentError(why),
                                   status == 400 ? "REQUEST_MALFORMED" : "REQUEST_TOO_LARGE");
  http::ServerResponse response = ErrorResponse(DetailsOf(error), status);
  response.headers.Set("Cache-Control", "no-store");
  AddSafetyHeaders(response.headers);
  return response;
}

}  // namespace sluice::controlplane
