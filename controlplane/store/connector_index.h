#ifndef SLUICE_CONTROLPLANE_STORE_CONNECTOR_INDEX_H_
#define SLUICE_CONTROLPLANE_STORE_CONNECTOR_INDEX_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/filter/connector_order.h"
#include "controlplane/filter/filter.h"
#include "controlplane/lifecycle/observed_state.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// Which connectors are looked for.
struct ConnectorQuery {
  std::optional<std::string> instance = std::nullopt;  // Nothing: of all instances.
  Filter filter = {};
  ConnectorOrder order = {};
  std::optional<OrderPosition> after = std::nullopt;  // Where the page before ended.
  int limit = 50;
  absl::Time now = absl::InfinitePast();  // What freshness is compared with.
};

struct FoundConnector {
  Connector connector;
  OrderPosition position;
};

// Connectors, filtered and ordered also by what was last noted of them (observation_store.h).
// Thread-safe; UNAVAILABLE as everywhere in store/.
class ConnectorIndex {
 public:
  virtual ~ConnectorIndex() = default;

  // At most `limit`, in order. Whoever goes from page to page meets each connector once, as long as
  // it keeps its place in the order. NOT_FOUND, INSTANCE_NOT_FOUND.
  virtual absl::StatusOr<std::vector<FoundConnector>> FindConnectors(
      const ConnectorQuery& query) = 0;

  // How many there are by state; order, after and limit of the query say nothing here. NOT_FOUND,
  // INSTANCE_NOT_FOUND.
  virtual absl::StatusOr<std::map<ObservedState, int64_t>> CountConnectors(
      const ConnectorQuery& query) = 0;

  // The names of all topics that connectors of this instance have for themselves.
  virtual absl::StatusOr<std::set<std::string>> OwnTopics(const std::string& instance) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_CONNECTOR_INDEX_H_
