#include "controlplane/rpc/operation_filter.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kBytesMax = 1024;

absl::Status Invalid(absl::string_view condition) {
  return WithRemedy(
      WithReason(absl::InvalidArgumentError(
                     absl::StrCat("filter: ", Echo(condition), " is no condition of this list")),
                 "FILTER_INVALID"),
      "write `done = true`, `done = false`, `target = \"instances/a/connectors/b\"`, or two of "
      "them joined by AND");
}

absl::Status ReadCondition(absl::string_view condition, OperationFilter& filter) {
  const std::pair<absl::string_view, absl::string_view> sides =
      absl::StrSplit(condition, absl::MaxSplits('=', 1));
  const absl::string_view field = absl::StripAsciiWhitespace(sides.first);
  absl::string_view value = absl::StripAsciiWhitespace(sides.second);
  if (absl::ConsumePrefix(&value, "\"") && !absl::ConsumeSuffix(&value, "\"")) {
    return Invalid(condition);
  }
  if (field == "done" && !filter.ended.has_value() && (value == "true" || value == "false")) {
    filter.ended = value == "true";
    return absl::OkStatus();
  }
  const auto connector = ParseConnectorName(value);
  if (field == "target" && !filter.connector.has_value() && connector.has_value() &&
      IsId(connector->instance) && IsId(connector->connector)) {
    filter.connector = *connector;
    return absl::OkStatus();
  }
  return Invalid(condition);
}

}  // namespace

absl::StatusOr<OperationFilter> ReadOperationFilter(absl::string_view text) {
  OperationFilter filter;
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) return filter;
  if (text.size() > kBytesMax) return Invalid(text);
  const std::vector<absl::string_view> conditions = absl::StrSplit(text, " AND ");
  for (const absl::string_view condition : conditions) {
    SLUICE_RETURN_IF_ERROR(ReadCondition(absl::StripAsciiWhitespace(condition), filter));
  }
  return filter;
}

}  // namespace sluice::controlplane
