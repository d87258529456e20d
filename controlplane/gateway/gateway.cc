#include "controlplane/gateway/gateway.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "controlplane/access/refusal.h"
#include "controlplane/gateway/event_call.h"
#include "controlplane/gateway/open_api.h"
#include "controlplane/gateway/request_checks.h"
#include "controlplane/gateway/request_reader.h"
#include "controlplane/gateway/unary_call.h"
#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/validation/violations.h"
#include "conversion/utf8.h"

namespace sluice::controlplane {
namespace {

// Each may wait for the store, and hashing is all they compute.
constexpr int kSignerThreads = 2;
constexpr size_t kSignInsWaitingMax = 64;
constexpr size_t kShownBytesMax = 512;

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

// Of a call, as AnsweredRequest has it.
std::string RouteOf(const HttpRule& rule) {
  return absl::StrCat(rule.call->service()->name(), "/", rule.call->name());
}

// A stream that went on elsewhere before: the browser says where it was by this header.
absl::Status GoOnFrom(const std::string& last_event_id, google::protobuf::Message& request) {
  const auto* field = request.GetDescriptor()->FindFieldByName("resume_token");
  if (last_event_id.empty() || field == nullptr) return absl::OkStatus();
  if (!conversion::IsUtf8(last_event_id)) {
    return WithReason(absl::InvalidArgumentError("Last-Event-ID is no UTF-8"), "REQUEST_MALFORMED");
  }
  const auto& reflection = *request.GetReflection();
  if (reflection.GetString(request, field).empty()) {
    reflection.SetString(&request, field, last_event_id);
  }
  return absl::OkStatus();
}

http::ServerResponse OpenApi(const std::string& document) {
  http::ServerResponse response;
  response.headers.Set("Content-Type", "application/json");
  response.headers.Set("Cache-Control", "no-cache");
  response.body = document;
  return response;
}

// Longer than any secret. All calls go over one connection, which gRPC ends when a call has more
// than 8 KiB of metadata.
bool IsTooLong(const ShownCredentials& shown) {
  return absl::c_any_of(shown.metadata,
                        [](const auto& entry) { return entry.second.size() > kShownBytesMax; });
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
      writers_(options.writer_threads, 1024),
      signers_(kSignerThreads, kSignInsWaitingMax) {}

void Gateway::Open(std::shared_ptr<grpc::Channel> channel) {
  MutexLock lock(mu_);
  stub_ = std::make_shared<grpc::GenericStub>(std::move(channel));
}

void Gateway::Refuse() {
  MutexLock lock(mu_);
  stub_ = nullptr;
}

void Gateway::Close() {
  Refuse();
  calls_.WaitUntilNoneIsTaken();
  streams_.WaitUntilNoneIsTaken();
}

absl::Status Gateway::WhyClosed() const {
  const absl::Status why = why_closed_();
  return why.ok() ? absl::UnavailableError("starting; try again soon") : why;
}

void Gateway::CountRefusal(HttpLimit limit) {
  if (options_.observer != nullptr) options_.observer->OnRefused(limit);
}

std::shared_ptr<grpc::GenericStub> Gateway::stub() {
  MutexLock lock(mu_);
  return stub_;
}

void Gateway::Handle(http::ServerRequest request, std::shared_ptr<http::Answer> answer) {
  auto reply = std::make_shared<Reply>(request, std::move(answer), options_.observer);
  absl::string_view path = RawPath(request);
  // Probes may be as old as HTTP/1.0.
  if (IsOperatorPath(path)) {
    reply->set_route("operators");
    return reply->Send(pages_.operators(request));
  }
  if (const absl::Status fit = CheckHeaders(request); !fit.ok()) return reply->Fail(fit);
  const bool is_api = IsApiPath(path);
  if (!is_api && path != "/") absl::ConsumeSuffix(&path, "/");
  absl::StatusOr<std::vector<PathParts>> readings =
      path == "/" ? std::vector<PathParts>() : ReadPath(path);
  if (!readings.ok()) return reply->Fail(readings.status());
  if (pages_.sessions && IsSessionPath(path)) return HandleSession(std::move(request), reply);
  if (is_api) return HandleCall(std::move(request), *readings, std::move(reply));
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && path == "/openapi.json") {
    reply->set_route("openapi");
    return reply->Send(OpenApi(open_api_));
  }
  if (reads) {
    reply->set_route("console");
    return reply->Send(pages_.console(request));
  }
  const std::string allowed = "GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS") {
    return reply->Send({.status = 204, .headers = {{"Allow", allowed}}});
  }
  reply->Fail(NoSuchMethod(request.method, allowed), 405, {{"Allow", allowed}});
}

void Gateway::HandleSession(http::ServerRequest request, const std::shared_ptr<Reply>& reply) {
  reply->set_route("sessions");
  if (stub() == nullptr) return reply->Fail(WhyClosed());
  const bool taken = signers_.Run(
      [this, asked = std::move(request), reply] { reply->Send(pages_.sessions(asked)); });
  if (taken) return;
  CountRefusal(HttpLimit::kSignIns);
  reply->Fail(Overloaded());
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
  reply->set_route(RouteOf(*route.rule));
  absl::StatusOr<ShownCredentials> shown = credentials_.Of(request);
  if (!shown.ok()) return reply->Fail(shown.status());
  if (IsTooLong(*shown)) return reply->Fail(shown->by_itself ? SessionEnded() : TokenInvalid());
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
  if (is_stream) {
    const absl::Status goes_on = GoOnFrom(request.Header("Last-Event-ID"), **asked);
    if (!goes_on.ok()) return reply->Fail(goes_on);
  }
  // Before the stub is looked for: Close waits for those that found one.
  std::shared_ptr<void> slot = is_stream ? streams_.Take() : calls_.Take();
  if (slot == nullptr) {
    CountRefusal(is_stream ? HttpLimit::kStreams : HttpLimit::kCalls);
    return reply->Fail(is_stream ? TooManyStreams(options_.streams_max) : Overloaded());
  }
  std::shared_ptr<grpc::GenericStub> channel = stub();
  if (channel == nullptr) return reply->Fail(WhyClosed());
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

std::optional<HttpLimit> Gateway::LimitOf(int status) {
  switch (status) {
    case 408:
      return HttpLimit::kBodyTime;
    case 413:
      return HttpLimit::kBodyBytes;
    case 414:
      return HttpLimit::kTargetBytes;
    case 431:
      return HttpLimit::kHeaderBytes;
    case 503:
      return HttpLimit::kBodiesBytes;
    default:
      return std::nullopt;
  }
}

http::ServerResponse Gateway::Refusal(int status, absl::string_view why) {
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
