#ifndef SLUICE_CONTROLPLANE_GATEWAY_REPLY_H_
#define SLUICE_CONTROLPLANE_GATEWAY_REPLY_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/http/server/answer.h"
#include "controlplane/gateway/request_observer.h"
#include "google/rpc/status.pb.h"

namespace sluice::controlplane {

// The id of a request that `header` (X-Request-Id) gives: 1 to 128 letters, digits and `._-`.
bool IsRequestId(const std::string& header);

// Adds what every answer has: that its type is not to be guessed, and that nobody else frames it.
void AddSafetyHeaders(http::Headers& headers);

// The answer to a request over HTTP with what all answers have: the request's id, headers for
// safety, gzip where it was asked for and is worth it. Within TLS it also has browsers ask this
// host by https only. Give one answer; any thread. Borrows `observer`, which hears of it.
class Reply {
 public:
  Reply(const http::ServerRequest& request, std::shared_ptr<http::Answer> answer,
        RequestObserver* observer = nullptr);

  const std::string& request_id() const { return request_id_; }

  // What is asked for, as AnsweredRequest has it. Before the answer.
  void set_route(std::string route) { route_ = std::move(route); }

  void Send(http::ServerResponse response);
  // The answer is a stream, and this is one of its events.
  void CountEvent(size_t bytes);

  // As {"error": …}. `http_status` 0 is that of the code.
  void Fail(const absl::Status& why, int http_status = 0, http::Headers headers = {});
  // An error of the API, as it came over gRPC.
  void FailAs(const google::rpc::Status& error, int http_status = 0, http::Headers headers = {});

 private:
  const std::shared_ptr<http::Answer> answer_;
  RequestObserver* const observer_;
  const absl::Time came_;
  const bool without_body_;
  std::string route_ = "none";
  std::string request_id_;
  bool gzip_ = false;
  bool https_only_ = false;
};

// The body of an error and its status, for pages that make their answers themselves.
http::ServerResponse ErrorResponse(const google::rpc::Status& error, int http_status);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_REPLY_H_
