#ifndef SLUICE_CONTROLPLANE_GATEWAY_ROUTE_TABLE_H_
#define SLUICE_CONTROLPLANE_GATEWAY_ROUTE_TABLE_H_

#include <string>
#include <utility>
#include <vector>

#include "controlplane/gateway/http_rules.h"

namespace sluice::controlplane {

// Where a request over HTTP leads.
struct Route {
  const HttpRule* rule = nullptr;  // None: the path has no such method, or is no path of the API.
  std::vector<PathBinding> bindings;
  std::vector<std::string> methods;  // Those that the path has; empty when it is none. Sorted.
};

// Finds the rule of a request. Immutable, so any thread may ask.
class RouteTable {
 public:
  explicit RouteTable(std::vector<HttpRule> rules) : rules_(std::move(rules)) {}

  // `readings` are those of ReadPath. HEAD goes where GET does.
  Route Find(const std::string& method, const std::vector<PathParts>& readings) const;

  const std::vector<HttpRule>& rules() const { return rules_; }

 private:
  const std::vector<HttpRule> rules_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_ROUTE_TABLE_H_
