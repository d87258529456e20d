#ifndef SLUICE_CONTROLPLANE_FILTER_CONNECTOR_ORDER_H_
#define SLUICE_CONTROLPLANE_FILTER_CONNECTOR_ORDER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/ids.h"

namespace sluice::controlplane {

enum class OrderKey { kName, kCreateTime, kUpdateTime, kSeverity, kLagRecords, kFreshness };

struct OrderTerm {
  OrderKey key = OrderKey::kName;
  bool descending = false;

  friend bool operator==(const OrderTerm&, const OrderTerm&) = default;
};

// In which order connectors are listed; the last term is kName, by instance and connector, so that
// no two are equal.
struct ConnectorOrder {
  std::vector<OrderTerm> terms = {{}};

  friend bool operator==(const ConnectorOrder&, const ConnectorOrder&) = default;
};

// Where a connector stands in an order: one number for each term before kName, and its name.
struct OrderPosition {
  std::vector<int64_t> numbers;
  ConnectorId id;

  friend bool operator==(const OrderPosition&, const OrderPosition&) = default;
};

// As ListConnectorsRequest.order_by. INVALID_ARGUMENT, FILTER_INVALID. Pure.
absl::StatusOr<ConnectorOrder> ParseOrder(absl::string_view text);

OrderPosition PositionOf(const ConnectorOrder& order, const Connector& connector,
                         const ObservedValues& observed);

// Whether `a` comes before `b`.
bool Precedes(const ConnectorOrder& order, const OrderPosition& a, const OrderPosition& b);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_FILTER_CONNECTOR_ORDER_H_
