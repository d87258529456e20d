#ifndef SLUICE_MAXCOMPUTE_REQUEST_REQUESTER_H_
#define SLUICE_MAXCOMPUTE_REQUEST_REQUESTER_H_

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/client.h"
#include "base/http/url.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/auth/signature.h"
#include "maxcompute/request/service_error.h"

namespace sluice::maxcompute {

// A request to MaxCompute's REST or tunnel service, as meant: nothing is encoded or signed yet.
struct ServiceRequest {
  std::string method = "GET";
  http::Url endpoint;  // Its path prefix is sent and not signed.
  std::string path;    // "/projects/…"
  http::QueryParameters parameters;
  http::Headers headers;
  absl::string_view body;  // Borrowed. Null data: no body.
  absl::Duration timeout = absl::Seconds(30);
  int64_t response_bytes_max = int64_t{16} << 20;
  Subject subject;
};

struct RequesterOptions {
  SignatureOptions signature;
  std::string user_agent = "sluice";
  // Whom a remedy's grant names; empty when not known.
  std::string principal;
};

// Signs requests with one identity, sends them and turns refusals into a Status (service_error.h).
// The only way out of this library to MaxCompute.
//
// Any thread may call. Borrows everything handed in.
class Requester {
 public:
  Requester(http::Client& client, CredentialsProvider& credentials, Clock& clock,
            RequesterOptions options = {});

  // Asks once. Only where the service refused the credentials or the clock, and so has done
  // nothing, is it asked a second time with new ones. Returns answers with a 2xx status.
  absl::StatusOr<http::HttpResponse> Send(const ServiceRequest& request);

  // Asks until there is an answer that a retry does not mend, with backoff, at most `deadline`
  // long: for requests that may be carried out twice.
  absl::StatusOr<http::HttpResponse> SendRepeatedly(const ServiceRequest& request,
                                                    absl::Duration deadline);

  // Nobody wants the answers any more: requests under way end within about a second, those that
  // pause between two tries when the pause is over, and no other is sent; CANCELLED. What went out
  // may be carried out all the same.
  void LetGo() { let_go_.store(true); }

  // Whom a remedy's grant names.
  const std::string& principal() const { return options_.principal; }

 private:
  absl::StatusOr<http::HttpResponse> SendSigned(const ServiceRequest& request,
                                                const Credentials& credentials);
  // Learns how far our clock is off; false when the answer does not tell.
  bool LearnClock(const http::HttpResponse& response);
  absl::Duration clock_offset() const;

  http::Client& client_;
  CredentialsProvider& credentials_;
  Clock& clock_;
  const RequesterOptions options_;
  std::atomic<bool> let_go_ = false;

  mutable Mutex mu_;
  absl::Duration clock_offset_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REQUEST_REQUESTER_H_
