#ifndef SLUICE_CONTROLPLANE_GATEWAY_REQUEST_READER_H_
#define SLUICE_CONTROLPLANE_GATEWAY_REQUEST_READER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/http/server/target.h"
#include "controlplane/gateway/http_rules.h"
#include "google/protobuf/message.h"

namespace sluice::controlplane {

// What a request over HTTP says, after its path led to a rule.
struct SaidOverHttp {
  std::vector<PathBinding> bindings;
  std::vector<http::QueryParameter> query;
  std::string body;
  std::string if_match;  // The header, as it was sent; empty for none.
};

// The request of the call that `rule` stands for: body, then path, then query, each field from one
// of them; `If-Match` is the etag. INVALID_ARGUMENT with every violation (VALIDATION_FAILED), or
// BODY_MALFORMED. Pure.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> ReadRequest(const HttpRule& rule,
                                                                       const SaidOverHttp& said);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_REQUEST_READER_H_
