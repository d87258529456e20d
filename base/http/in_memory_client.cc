#include "base/http/in_memory_client.h"

namespace sluice::http {

absl::StatusOr<HttpResponse> InMemoryClient::Send(const HttpRequest& request) {
  ReceivedRequest received{request.method, request.url, request.headers, std::string(request.body)};
  if (request.body_source) {
    char buffer[4096];
    for (;;) {
      absl::StatusOr<size_t> length = request.body_source(absl::MakeSpan(buffer));
      if (!length.ok()) return length.status();
      if (*length == 0) break;
      received.body.append(buffer, *length);
    }
  }
  {
    MutexLock lock(mu_);
    received_.push_back(received);
  }
  return server_(received);
}

std::vector<ReceivedRequest> InMemoryClient::Received() const {
  MutexLock lock(mu_);
  return received_;
}

}  // namespace sluice::http
