#ifndef SLUICE_CONTROLPLANE_GATEWAY_OPEN_API_H_
#define SLUICE_CONTROLPLANE_GATEWAY_OPEN_API_H_

#include <string>
#include <vector>

#include "controlplane/gateway/http_rules.h"

// What the rules say, for machines. Pure.
namespace sluice::controlplane {

// An OpenAPI 3.0 document of every call: paths, parameters, bodies, answers, and a schema for every
// message, named as in the protos. What a field means is told there.
std::string OpenApiOf(const std::vector<HttpRule>& rules);

// One object for each rule: `call`, `method`, `path` (the template of the annotation), `body` (`*`,
// a field, or empty), `query` (the fields that may stand there, as JSON names them), `stream`.
std::string RoutesJsonOf(const std::vector<HttpRule>& rules);

// The path as OpenAPI writes it, and its parameters in their order:
// `/v1/instances/{instance}:check` and instance.
struct OpenApiPath {
  std::string path;
  std::vector<std::string> parameters;
};
OpenApiPath OpenApiPathOf(const PathTemplate& path);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_OPEN_API_H_
