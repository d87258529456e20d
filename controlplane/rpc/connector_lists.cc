#include "controlplane/rpc/connector_lists.h"

#include <openssl/sha.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "controlplane/filter/parse_filter.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"

namespace sluice::controlplane {
namespace {

// Filter and order may be long, and a token should not be.
std::string DigestOf(absl::string_view filter, absl::string_view order_by) {
  const std::string text = absl::StrCat(filter, "\n", order_by);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 8));
}

// `60/alikafka/orders`: the numbers of the order, then the name.
std::string TextOf(const OrderPosition& position) {
  std::string text;
  for (int64_t number : position.numbers) absl::StrAppend(&text, number, "/");
  return absl::StrCat(text, position.id.instance, "/", position.id.connector);
}

// Nothing for what this list never gave.
std::optional<OrderPosition> PositionIn(absl::string_view text, size_t numbers) {
  const std::vector<std::string> parts = absl::StrSplit(text, '/');
  if (parts.size() != numbers + 2) return std::nullopt;
  OrderPosition position{.numbers = {}, .id = {parts[numbers], parts[numbers + 1]}};
  for (size_t i = 0; i < numbers; ++i) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(parts[i], &number)) return std::nullopt;
    position.numbers.push_back(number);
  }
  return position;
}

std::optional<std::string> ReadParent(const std::string& parent, Violations& violations) {
  if (parent == "instances/-") return std::nullopt;
  return ReadInstanceName("parent", parent, violations);
}

}  // namespace

absl::Status ConnectorLists::List(const v1::ListConnectorsRequest& request,
                                  v1::ListConnectorsResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  ConnectorQuery query{.instance = ReadParent(request.parent(), violations),
                       .limit = page_size + 1,
                       .now = clock_.Now()};
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(query.filter, ParseFilter(request.filter()));
  SLUICE_ASSIGN_OR_RETURN(query.order, ParseOrder(request.order_by()));
  const std::string list = absl::StrCat("connectors of ", request.parent(), " ",
                                        DigestOf(request.filter(), request.order_by()));
  SLUICE_ASSIGN_OR_RETURN(const std::string token, ReadPageToken(list, request.page_token()));
  if (!token.empty()) {
    query.after = PositionIn(token, query.order.terms.size() - 1);
    if (!query.after.has_value()) return PageTokenInvalid();
  }
  absl::StatusOr<std::vector<FoundConnector>> page = index_.FindConnectors(query);
  if (!page.ok()) return About(page.status(), kInstanceType, request.parent());
  if (static_cast<int>(page->size()) > page_size) {
    page->resize(page_size);
    response->set_next_page_token(MakePageToken(list, TextOf(page->back().position)));
  }
  std::vector<std::string> uids;
  for (const FoundConnector& found : *page) uids.push_back(found.connector.uid);
  SLUICE_ASSIGN_OR_RETURN(auto tasks, tasks_.ListTasksOf(uids));
  const absl::Time now = clock_.Now();
  for (const FoundConnector& found : *page) {
    const Connector& connector = found.connector;
    *response->add_connectors() =
        ToProto(connector, Observe(connector, tasks[connector.uid], now, observe_));
  }
  return absl::OkStatus();
}

absl::Status ConnectorLists::Count(const v1::CountConnectorsRequest& request,
                                   v1::CountConnectorsResponse* response) {
  Violations violations;
  ConnectorQuery query{.instance = ReadParent(request.parent(), violations), .now = clock_.Now()};
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(query.filter, ParseFilter(request.filter()));
  const auto counts = index_.CountConnectors(query);
  if (!counts.ok()) return About(counts.status(), kInstanceType, request.parent());
  response->set_total_count(FillCounts(*counts, *response->mutable_counts()));
  return absl::OkStatus();
}

int64_t FillCounts(const std::map<ObservedState, int64_t>& counts,
                   google::protobuf::RepeatedPtrField<v1::StateCount>& proto) {
  std::vector<std::pair<ObservedState, int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return SeverityOf(a.first) > SeverityOf(b.first);
  });
  int64_t total = 0;
  for (const auto& [state, count] : sorted) {
    v1::StateCount& out = *proto.Add();
    out.set_state(ToProto(state));
    out.set_count(count);
    total += count;
  }
  return total;
}

}  // namespace sluice::controlplane
