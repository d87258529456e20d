#include "maxcompute/request/requester.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/retry/retry.h"
#include "base/status/reason.h"
#include "maxcompute/auth/canonical_request.h"
#include "maxcompute/request/answer.h"

namespace sluice::maxcompute {
namespace {

constexpr char kDateFormat[] = "%a, %d %b %E4Y %H:%M:%S GMT";

// An attempt that begins late in the deadline still gets this long.
constexpr absl::Duration kLastTimeoutMin = absl::Seconds(1);

// Longer than this neither a service that is back nor LetGo has to wait.
constexpr absl::Duration kPauseMax = absl::Seconds(5);

std::string Path(const http::Url& endpoint, absl::string_view path) {
  return absl::StrCat(endpoint.ToString(), http::PercentEncodePath(path));
}

std::string Url(const ServiceRequest& request) {
  std::string url = Path(request.endpoint, request.path);
  const std::string query = http::EncodeQuery(request.parameters);
  if (!query.empty()) absl::StrAppend(&url, "?", query);
  return url;
}

}  // namespace

Requester::Requester(http::Client& client, CredentialsProvider& credentials, Clock& clock,
                     RequesterOptions options)
    : client_(client), credentials_(credentials), clock_(clock), options_(std::move(options)) {}

absl::StatusOr<http::HttpResponse> Requester::Send(const ServiceRequest& request) {
  Subject subject = request.subject;
  subject.principal = options_.principal;
  for (bool last = false;; last = true) {
    if (let_go_.load()) {
      return MarkClearRefusal(absl::CancelledError("nobody waits for the answer any more"));
    }
    const absl::StatusOr<Credentials> credentials = credentials_.Get();
    // Without a signature nothing was asked.
    if (!credentials.ok()) return MarkClearRefusal(credentials.status());
    absl::StatusOr<http::HttpResponse> response = SendSigned(request, *credentials);
    if (!response.ok()) return ToStatus(response.status(), subject, request.endpoint.authority);
    if (response->status / 100 == 2) return response;
    const absl::Status refusal = ToStatus(ReadServiceError(*response), subject);
    if (last || !absl::IsUnauthenticated(refusal)) return refusal;
    if (ReasonOf(refusal) == kReasonClockSkewed) {
      if (!LearnClock(*response)) return refusal;
    } else {
      credentials_.Reject(*credentials);
      const absl::StatusOr<Credentials> next = credentials_.Get();
      if (!next.ok()) return MarkClearRefusal(next.status());
      if (*next == *credentials) return refusal;
    }
  }
}

absl::StatusOr<http::HttpResponse> Requester::SendRepeatedly(const ServiceRequest& request,
                                                             absl::Duration deadline) {
  RetryOptions retry;
  retry.deadline = deadline;
  retry.backoff.max = kPauseMax;
  retry.attempts_max = 1000;  // The deadline is the bound.
  const absl::Duration end = clock_.Monotonic() + deadline;
  return Retry(retry, clock_, [&]() -> absl::StatusOr<http::HttpResponse> {
    ServiceRequest attempt = request;
    const absl::Duration left = end - clock_.Monotonic();
    attempt.timeout = std::min(request.timeout, std::max(left, kLastTimeoutMin));
    absl::StatusOr<http::HttpResponse> response = Send(attempt);
    // The service's own wish, beside our backoff.
    const absl::Duration hold = HoldOf(response.status());
    if (hold > absl::ZeroDuration() && hold < left) clock_.SleepFor(hold);
    return response;
  });
}

absl::StatusOr<http::HttpResponse> Requester::SendSigned(const ServiceRequest& request,
                                                         const Credentials& credentials) {
  const absl::Time now = clock_.Now() + clock_offset();
  http::HttpRequest sent;
  sent.method = request.method;
  sent.url = Url(request);
  sent.headers = request.headers;
  sent.body = request.body;
  sent.timeout = request.timeout;
  sent.response_bytes_max = request.response_bytes_max;
  sent.given_up = &let_go_;
  sent.headers.Set("Date", absl::FormatTime(kDateFormat, now, absl::UTCTimeZone()));
  sent.headers.Set("User-Agent", options_.user_agent);
  sent.headers.Set("x-odps-user-agent", options_.user_agent);
  if (!credentials.security_token.empty()) {
    sent.headers.Set("authorization-sts-token", credentials.security_token.Reveal());
  }
  const std::string canonical =
      CanonicalRequest(request.method, request.path, request.parameters, sent.headers);
  sent.headers.Set("Authorization", Authorization(credentials, canonical, now, options_.signature));
  return client_.Send(sent);
}

bool Requester::LearnClock(const http::HttpResponse& response) {
  absl::Time theirs;
  const std::string date(response.headers.Find("Date").value_or(""));
  if (!absl::ParseTime(kDateFormat, date, &theirs, nullptr)) return false;
  MutexLock lock(mu_);
  clock_offset_ = theirs - clock_.Now();
  return true;
}

absl::Duration Requester::clock_offset() const {
  MutexLock lock(mu_);
  return clock_offset_;
}

}  // namespace sluice::maxcompute
