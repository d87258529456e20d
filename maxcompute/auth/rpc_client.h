#ifndef SLUICE_MAXCOMPUTE_AUTH_RPC_CLIENT_H_
#define SLUICE_MAXCOMPUTE_AUTH_RPC_CLIENT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/client.h"
#include "base/http/url.h"
#include "base/time/clock.h"
#include "maxcompute/auth/credentials.h"

namespace sluice::maxcompute {

struct RpcOptions {
  std::string endpoint = "https://sts.aliyuncs.com";
  absl::Duration call_timeout = absl::Seconds(10);
};

// What an RPC-style service refused with.
struct RpcError {
  int http_status = 0;
  std::string code;  // "EntityNotExist.Role"; empty when the answer was not understood.
  std::string message;
  std::string request_id;
};

// An answer of an RPC-style service: JSON, or the error it gave.
struct RpcAnswer {
  std::string json;  // Empty when there is an error.
  RpcError error;

  bool ok() const { return error.http_status == 0; }
};

// Calls the RPC-style services STS and RAM: every parameter in a signed query, JSON back. Borrows
// everything handed in; any thread may call.
class RpcClient {
 public:
  RpcClient(http::Client& client, CredentialsProvider& credentials, Clock& clock,
            RpcOptions options);

  // Asks once. An error means that no answer came (UNAVAILABLE, DEADLINE_EXCEEDED) or that the
  // request could not be made; a refusal is an answer.
  absl::StatusOr<RpcAnswer> Call(absl::string_view action, absl::string_view version,
                                 http::QueryParameters parameters);

 private:
  http::Client& client_;
  CredentialsProvider& credentials_;
  Clock& clock_;
  const RpcOptions options_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_RPC_CLIENT_H_
