#ifndef SLUICE_CONTROLPLANE_GATEWAY_QUERY_NAMES_H_
#define SLUICE_CONTROLPLANE_GATEWAY_QUERY_NAMES_H_

#include <string>
#include <vector>

#include "controlplane/gateway/http_rules.h"

namespace sluice::controlplane {

// A parameter that a rule takes in its query.
struct QueryName {
  std::string name;  // As JSON writes it, with dots: `pageSize`, `filter.state`.
  const google::protobuf::FieldDescriptor* field = nullptr;
};

// Every field of the request that neither path nor body gives, down to single values; what is below
// a message of its own kind is left out.
std::vector<QueryName> QueryNamesOf(const HttpRule& rule);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_QUERY_NAMES_H_
