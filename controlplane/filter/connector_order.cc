#include "controlplane/filter/connector_order.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kOrderBytesMax = 256;

constexpr std::pair<absl::string_view, OrderKey> kKeys[] = {
    {"name", OrderKey::kName},
    {"create_time", OrderKey::kCreateTime},
    {"update_time", OrderKey::kUpdateTime},
    {"severity", OrderKey::kSeverity},
    {"lag_records", OrderKey::kLagRecords},
    {"freshness", OrderKey::kFreshness},
};

absl::Status OrderInvalid(absl::string_view what) {
  return WithRemedy(
      WithReason(absl::InvalidArgumentError(absl::StrCat("order_by ", what)), "FILTER_INVALID"),
      "write name, create_time, update_time, severity, lag_records or freshness, each with ` desc` "
      "behind it or not, parted by commas");
}

int64_t NumberOf(OrderKey key, const Connector& connector, const ObservedValues& observed) {
  switch (key) {
    case OrderKey::kCreateTime:
      return absl::ToUnixMicros(connector.create_time);
    case OrderKey::kUpdateTime:
      return absl::ToUnixMicros(connector.update_time);
    case OrderKey::kSeverity:
      return observed.severity;
    case OrderKey::kLagRecords:
      return observed.lag_records;
    case OrderKey::kFreshness:
      return StaleRankOf(observed.fresh_until);
    case OrderKey::kName:
      break;
  }
  return 0;
}

}  // namespace

absl::StatusOr<ConnectorOrder> ParseOrder(absl::string_view text) {
  if (text.size() > kOrderBytesMax) {
    return OrderInvalid(absl::StrCat("has more than ", kOrderBytesMax, " bytes"));
  }
  ConnectorOrder order;
  if (absl::StripAsciiWhitespace(text).empty()) return order;
  order.terms.clear();
  for (absl::string_view part : absl::StrSplit(text, ',')) {
    const std::vector<absl::string_view> words =
        absl::StrSplit(part, absl::ByAnyChar(" \t"), absl::SkipEmpty());
    const bool has_way = words.size() == 2 && (words[1] == "desc" || words[1] == "asc");
    const auto* key = std::find_if(std::begin(kKeys), std::end(kKeys), [&](const auto& entry) {
      return !words.empty() && entry.first == words[0];
    });
    if (key == std::end(kKeys) || (words.size() != 1 && !has_way)) {
      return OrderInvalid(
          absl::StrCat("has `", absl::CHexEscape(part.substr(0, 32)), "`, which is no key"));
    }
    for (const OrderTerm& term : order.terms) {
      if (term.key == key->second) return OrderInvalid(absl::StrCat("has ", key->first, " twice"));
    }
    order.terms.push_back({key->second, has_way && words[1] == "desc"});
  }
  // Names differ: what stands behind them orders nothing.
  const auto name = std::find_if(order.terms.begin(), order.terms.end(),
                                 [](const OrderTerm& t) { return t.key == OrderKey::kName; });
  if (name == order.terms.end()) {
    order.terms.push_back({});
  } else {
    order.terms.erase(name + 1, order.terms.end());
  }
  return order;
}

OrderPosition PositionOf(const ConnectorOrder& order, const Connector& connector,
                         const ObservedValues& observed) {
  OrderPosition position{.numbers = {}, .id = connector.id};
  for (const OrderTerm& term : order.terms) {
    if (term.key == OrderKey::kName) break;
    position.numbers.push_back(NumberOf(term.key, connector, observed));
  }
  return position;
}

bool Precedes(const ConnectorOrder& order, const OrderPosition& a, const OrderPosition& b) {
  for (size_t i = 0; i < order.terms.size(); ++i) {
    const bool descending = order.terms[i].descending;
    if (order.terms[i].key == OrderKey::kName) return descending ? b.id < a.id : a.id < b.id;
    if (a.numbers[i] == b.numbers[i]) continue;
    return (a.numbers[i] < b.numbers[i]) != descending;
  }
  return false;
}

}  // namespace sluice::controlplane
