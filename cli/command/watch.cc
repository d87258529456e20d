#include "cli/command/watch.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/print.h"
#include "cli/grammar/parser.h"
#include "cli/output/table.h"

namespace sluice::cli {
namespace {

constexpr absl::Duration kForEver = absl::Hours(24 * 365);

std::string Quoted(absl::string_view text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"\"", "\\\""}}), "\"");
}

// `team=pay`, `team!=pay` or `team`, as a condition.
absl::StatusOr<std::string> ConditionOf(absl::string_view part) {
  const size_t equals = part.find('=');
  const bool negated = equals != part.npos && equals > 0 && part[equals - 1] == '!';
  const absl::string_view key = part.substr(0, negated ? equals - 1 : equals);
  if (key.empty()) {
    return WithRemedy(
        WithReason(absl::InvalidArgumentError(absl::StrCat("--selector: '", part, "' is no label")),
                   kUsage),
        "write KEY=VALUE, KEY!=VALUE or KEY, parted by commas");
  }
  if (equals == part.npos) return absl::StrCat("labels:", key);
  return absl::StrCat("labels.", key, negated ? " != " : " = ", Quoted(part.substr(equals + 1)));
}

// Rows below each other in the columns of the first ones.
class RowPrinter {
 public:
  explicit RowPrinter(Session& session) : session_(session) {}

  void Print(const std::vector<v1::Connector>& connectors) {
    if (connectors.empty()) return;
    if (session_.format != Format::kTable) {
      for (const v1::Connector& one : connectors) PrintResult(session_, one, "Connector", "");
    } else {
      Table rows = TableOf(connectors, session_.clock.Now());
      if (first_.has_value()) {
        session_.out << rows.RowsBelow(*first_);
      } else {
        session_.out << rows.Text();
        first_ = std::move(rows);
      }
    }
    session_.out << std::flush;
  }

 private:
  Session& session_;
  std::optional<Table> first_;
};

}  // namespace

absl::StatusOr<std::string> FilterOf(const Session& session) {
  std::string filter = session.invocation.Get("filter");
  const std::string selector = session.invocation.Get("selector");
  if (selector.empty()) return filter;
  for (absl::string_view part : absl::StrSplit(selector, ',')) {
    SLUICE_ASSIGN_OR_RETURN(const std::string condition,
                            ConditionOf(absl::StripAsciiWhitespace(part)));
    absl::StrAppend(&filter, filter.empty() ? "" : " AND ", condition);
  }
  return filter;
}

absl::Status WatchConnectors(Session& session, const std::string& filter) {
  v1::WatchRequest request;
  v1::Subscription& subscription = *request.add_subscriptions();
  subscription.set_id("sluicectl");
  subscription.set_filter(filter);
  subscription.set_parent(
      absl::StrCat("instances/", session.instance.empty() ? "-" : session.instance));
  if (!session.invocation.arguments.empty()) {
    SLUICE_ASSIGN_OR_RETURN(const std::string name,
                            session.ConnectorName(session.invocation.arguments[0]));
    subscription.set_parent(ParentNameOf(name));
    subscription.add_names(name);
  }
  RowPrinter printer(session);
  std::vector<v1::Connector> snapshot;
  const auto take = [&](const v1::WatchResponse& message) {
    switch (message.type()) {
      case v1::WatchResponse::SNAPSHOT:
        snapshot.insert(snapshot.end(), message.connectors().begin(), message.connectors().end());
        if (message.snapshot_done()) printer.Print(std::exchange(snapshot, {}));
        break;
      case v1::WatchResponse::CHANGED:
      case v1::WatchResponse::LEFT:
        printer.Print({message.connectors().begin(), message.connectors().end()});
        break;
      case v1::WatchResponse::DELETED:
        for (const std::string& name : message.deleted_names()) {
          session.err << "connector " << Printable(IdOf(name)) << " is gone" << std::endl;
        }
        break;
      case v1::WatchResponse::RESYNC:
        snapshot.clear();
        break;
      default:
        break;
    }
    return session.out.good();
  };
  const bool bounded = session.invocation.Has("timeout");
  const absl::Status end =
      session.client.Watch(request, take, bounded ? session.call_limit : kForEver);
  return bounded && absl::IsDeadlineExceeded(end) ? absl::OkStatus() : end;
}

}  // namespace sluice::cli
