#include "controlplane/gateway/reply.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/http/gzip.h"
#include "controlplane/gateway/message_json.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/status_details.h"
#include "google/rpc/error_details.pb.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kGzipFrom = 1024;  // Below, a packet more or less makes no difference.
// 30 days. It holds for every port of the host, and nothing but time takes it back from a browser.
constexpr char kHttpsOnly[] = "max-age=2592000";

// What a browser keeps for this name would hold for whatever else a developer runs there.
bool IsThisMachine(absl::string_view host) {
  return absl::EqualsIgnoreCase(host.substr(0, host.rfind(':')), "localhost");
}

bool IsText(const http::Headers& headers) {
  const auto type = headers.Find("Content-Type");
  return type.has_value() &&
         (absl::StartsWith(*type, "application/json") || absl::StartsWith(*type, "text/plain") ||
          absl::StartsWith(*type, "application/openmetrics-text"));
}

int64_t RetrySecondsOf(const google::rpc::Status& error) {
  for (const auto& detail : error.details()) {
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&retry)) return std::max<int64_t>(retry.retry_delay().seconds(), 1);
  }
  return 0;
}

}  // namespace

bool IsRequestId(const std::string& header) {
  return !header.empty() && header.size() <= 128 &&
         std::all_of(header.begin(), header.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
         });
}

void AddSafetyHeaders(http::Headers& headers) {
  headers.Set("X-Content-Type-Options", "nosniff");
  headers.Set("Referrer-Policy", "same-origin");
  headers.Set("Cross-Origin-Opener-Policy", "same-origin");
  headers.Set("Cross-Origin-Resource-Policy", "same-origin");
  if (!headers.Has("Content-Security-Policy")) {
    headers.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}

Reply::Reply(const http::ServerRequest& request, std::shared_ptr<http::Answer> answer,
             RequestObserver* observer)
    : answer_(std::move(answer)),
      observer_(observer),
      came_(absl::Now()),
      without_body_(request.method == "HEAD"),
      request_id_(request.Header("X-Request-Id")),
      gzip_(http::AcceptsCoding(request.Header("Accept-Encoding"), "gzip")),
      https_only_(request.is_tls && !IsThisMachine(request.Header("Host"))) {
  if (!IsRequestId(request_id_)) request_id_ = NewUid();
}

void Reply::Send(http::ServerResponse response) {
  response.headers.Set("X-Request-Id", request_id_);
  if (!response.headers.Has("Cache-Control")) response.headers.Set("Cache-Control", "no-store");
  AddSafetyHeaders(response.headers);
  if (https_only_) response.headers.Set("Strict-Transport-Security", kHttpsOnly);
  const bool can_gzip = response.feed == nullptr && IsText(response.headers) &&
                        !response.headers.Has("Content-Encoding");
  if (can_gzip) response.headers.Add("Vary", "Accept-Encoding");
  if (can_gzip && gzip_ && response.body.size() > kGzipFrom) {
    response.body = http::Gzip(response.body);
    response.headers.Set("Content-Encoding", "gzip");
  }
  if (observer_ != nullptr) {
    observer_->OnAnswered({.route = route_,
                           .status = response.status,
                           .took = absl::Now() - came_,
                           .body_bytes = without_body_ ? 0 : response.body.size()});
  }
  answer_->Give(std::move(response));
}

void Reply::CountEvent(size_t bytes) {
  if (observer_ != nullptr) observer_->OnEvent(route_, bytes);
}

http::ServerResponse ErrorResponse(const google::rpc::Status& error, int http_status) {
  http::ServerResponse response;
  response.status =
      http_status != 0 ? http_status : HttpStatusOf(static_cast<absl::StatusCode>(error.code()));
  response.headers.Set("Content-Type", "application/json");
  if (const int64_t seconds = RetrySecondsOf(error); seconds > 0) {
    response.headers.Set("Retry-After", absl::StrCat(seconds));
  }
  if (response.status == 401) response.headers.Set("WWW-Authenticate", "Bearer");
  response.body = WriteError(error, response.status);
  return response;
}

void Reply::Fail(const absl::Status& why, int http_status, http::Headers headers) {
  FailAs(DetailsOf(why), http_status, std::move(headers));
}

void Reply::FailAs(const google::rpc::Status& error, int http_status, http::Headers headers) {
  http::ServerResponse response = ErrorResponse(error, http_status);
  for (const auto& [name, value] : headers) response.headers.Set(name, value);
  Send(std::move(response));
}

}  // namespace sluice::controlplane
