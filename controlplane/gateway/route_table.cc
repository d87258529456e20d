#include "controlplane/gateway/route_table.h"

#include <set>

namespace sluice::controlplane {

Route RouteTable::Find(const std::string& method, const std::vector<PathParts>& readings) const {
  const std::string wanted = method == "HEAD" ? "GET" : method;
  std::set<std::string> methods;
  for (const PathParts& path : readings) {
    for (const HttpRule& rule : rules_) {
      auto bindings = rule.path.Match(path);
      if (!bindings.has_value()) continue;
      if (rule.method == wanted) return {&rule, *std::move(bindings), {}};
      methods.insert(rule.method);
      if (rule.method == "GET") methods.insert("HEAD");
    }
  }
  if (!methods.empty()) methods.insert("OPTIONS");
  return {nullptr, {}, {methods.begin(), methods.end()}};
}

}  // namespace sluice::controlplane
