#ifndef SLUICE_BASE_HTTP_IN_MEMORY_CLIENT_H_
#define SLUICE_BASE_HTTP_IN_MEMORY_CLIENT_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/http/client.h"
#include "base/sync/mutex.h"

namespace sluice::http {

// A request as the in-memory server saw it: its body is its own.
struct ReceivedRequest {
  std::string method;
  std::string url;
  Headers headers;
  std::string body;
};

// Client whose server is a function in the same process. Any thread may call; the function runs on
// the caller's thread, several at once.
class InMemoryClient : public Client {
 public:
  using Server = std::function<absl::StatusOr<HttpResponse>(const ReceivedRequest&)>;

  explicit InMemoryClient(Server server) : server_(std::move(server)) {}

  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override;

  // Every request so far, in the order of arrival.
  std::vector<ReceivedRequest> Received() const;

 private:
  const Server server_;
  mutable Mutex mu_;
  std::vector<ReceivedRequest> received_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_IN_MEMORY_CLIENT_H_
