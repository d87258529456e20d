#include "controlplane/store/postgres/postgres_connector_index.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/store/postgres/filter_sql.h"
#include "controlplane/store/postgres/sql.h"
#include "controlplane/store/postgres/statements.h"
#include "controlplane/store/refusals.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kInstance[] = "SELECT 1 FROM instances WHERE id = $1";

constexpr char kFrom[] =
    " FROM connectors c JOIN connector_observations o ON o.connector_uid = c.uid";

constexpr char kFind[] =
    "SELECT" SLUICE_CONNECTOR_COLUMNS ", o.severity, o.lag_records, o.stale_rank";

constexpr char kCount[] = "SELECT o.state, count(*) AS connectors";

// One row for each topic that a connector has.
constexpr char kOwnTopics[] = R"sql(
  SELECT DISTINCT topic FROM connectors, LATERAL (VALUES
    (spec->'resources'->>'offset_topic'), (spec->'resources'->>'config_topic'),
    (spec->'resources'->>'status_topic'), (spec->'resources'->>'dead_letter_topic'),
    (spec->'resources'->>'abnormal_data_topic')) AS own (topic)
  WHERE instance_id = $1 AND topic <> '')sql";

// What of the observation an order may ask for.
ObservedValues OrderedValuesOf(const pqxx::row& row) {
  ObservedValues values;
  values.severity = static_cast<int>(Int(row, "severity"));
  values.lag_records = Int(row, "lag_records");
  values.fresh_until = FreshUntilOf(Int(row, "stale_rank"));
  return values;
}

absl::Status CheckInstance(pqxx::work& transaction, const ConnectorQuery& query) {
  if (!query.instance.has_value()) return absl::OkStatus();
  return Exec(transaction, kInstance, {*query.instance}).empty() ? InstanceNotFound(*query.instance)
                                                                 : absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<FoundConnector>> PostgresConnectorIndex::FindConnectors(
    const ConnectorQuery& query) {
  const SqlTail tail = PageOf(query);
  const std::string sql = absl::StrCat(kFind, kFrom, tail.text);
  std::vector<FoundConnector> found;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    found.clear();
    for (const auto& row : Exec(transaction, sql.c_str(), tail.params)) {
      Connector connector = ConnectorOf(row, secrets_);
      OrderPosition position = PositionOf(query.order, connector, OrderedValuesOf(row));
      found.push_back({std::move(connector), std::move(position)});
    }
    return found.empty() ? CheckInstance(transaction, query) : absl::OkStatus();
  }));
  return found;
}

absl::StatusOr<std::map<ObservedState, int64_t>> PostgresConnectorIndex::CountConnectors(
    const ConnectorQuery& query) {
  const SqlTail tail = WhereOf(query);
  const std::string sql = absl::StrCat(kCount, kFrom, tail.text, " GROUP BY o.state");
  std::map<ObservedState, int64_t> counts;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) -> absl::Status {
    counts.clear();
    for (const auto& row : Exec(transaction, sql.c_str(), tail.params)) {
      const auto state = ParseObservedState(Text(row, "state"));
      if (state.has_value()) counts[*state] += Int(row, "connectors");
    }
    return counts.empty() ? CheckInstance(transaction, query) : absl::OkStatus();
  }));
  return counts;
}

absl::StatusOr<std::set<std::string>> PostgresConnectorIndex::OwnTopics(
    const std::string& instance) {
  std::set<std::string> topics;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    topics.clear();
    for (const auto& row : Exec(transaction, kOwnTopics, {instance})) {
      topics.insert(Text(row, "topic"));
    }
    return absl::OkStatus();
  }));
  return topics;
}

absl::StatusOr<std::string> PostgresConnectorIndex::ExplainFind(const ConnectorQuery& query) {
  const SqlTail tail = PageOf(query);
  const std::string sql =
      absl::StrCat("EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ", kFind, kFrom, tail.text);
  std::string plan;
  SLUICE_RETURN_IF_ERROR(database_.Run([&](pqxx::work& transaction) {
    plan.clear();
    for (const auto& row : Exec(transaction, sql.c_str(), tail.params)) {
      absl::StrAppend(&plan, row[0].c_str(), "\n");
    }
    return absl::OkStatus();
  }));
  return plan;
}

}  // namespace sluice::controlplane::postgres
