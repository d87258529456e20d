#ifndef SLUICE_CONTROLPLANE_GATEWAY_CREDENTIALS_H_
#define SLUICE_CONTROLPLANE_GATEWAY_CREDENTIALS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/http/headers.h"
#include "base/http/server/exchange.h"
#include "google/protobuf/message.h"

namespace sluice::controlplane {

// What of a request over HTTP tells the API who calls.
struct ShownCredentials {
  // Metadata of the call, such as {"authorization", "Bearer …"}; keys in lower case.
  std::vector<std::pair<std::string, std::string>> metadata;
  // A browser sends them by itself, as it does cookies: then a write must carry the header
  // X-Sluice-Request, which no page of another origin can set.
  bool by_itself = false;
};

// How HTTP's ways to say who calls become those of gRPC, where it is judged. Many threads call; it
// answers at once.
class Credentials {
 public:
  virtual ~Credentials() = default;

  // Nothing shown is fine here: whether a call may be made is the API's to say. UNAUTHENTICATED
  // when what is shown cannot be read.
  virtual absl::StatusOr<ShownCredentials> Of(const http::ServerRequest& request) = 0;

  // The answer to `call` before it is written: it may move what belongs into a cookie from the
  // message to `headers`.
  virtual void OnAnswer(const google::protobuf::MethodDescriptor& call,
                        const http::ServerRequest& request, google::protobuf::Message& answer,
                        http::Headers& headers) {}
};

// `Authorization: Bearer TOKEN`, handed on as it is.
class BearerCredentials : public Credentials {
 public:
  absl::StatusOr<ShownCredentials> Of(const http::ServerRequest& request) override;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_CREDENTIALS_H_
