#ifndef SLUICE_BASE_OPERATOR_OPERATOR_PAGES_H_
#define SLUICE_BASE_OPERATOR_OPERATOR_PAGES_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/http/server/http_server.h"
#include "base/metrics/catalogue.h"

namespace sluice {

// What is behind the pages; borrowed. Both are called on several threads and answer quickly.
struct OperatorQuestions {
  std::function<absl::Status()> is_ready;  // OK, or why not.
  std::function<std::string()> metrics;    // In Prometheus' text format.
};

// GET /healthz: 200 while the process answers at all. GET /readyz: 200, or 503 with the reason and
// what to do. GET /metrics.
http::ServerResponse AnswerOperator(const http::ServerRequest& request,
                                    const OperatorQuestions& questions);

// Listens for them at `listen_address` (host:port; port 0 takes a free one), and writes host:port
// into `port_file` when one is named. Stops when it is destroyed. UNAVAILABLE when the address
// cannot be had, INVALID_ARGUMENT when it is none.
absl::StatusOr<std::unique_ptr<http::HttpServer>> ServeOperator(absl::string_view listen_address,
                                                                const std::string& port_file,
                                                                OperatorQuestions questions);

}  // namespace sluice

#endif  // SLUICE_BASE_OPERATOR_OPERATOR_PAGES_H_
