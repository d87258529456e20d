#include "emulator/rest/preview_api.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/arrow/arrow_stream.h"
#include "emulator/error/service_error.h"
#include "emulator/record/record_decoder.h"
#include "emulator/rest/csv.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/table_scan.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kRowsMax = 10000;

Expression ColumnNamed(const std::string& name) {
  return {.kind = Expression::Kind::kColumn, .column = name};
}

absl::StatusOr<int64_t> Limit(const std::string& text) {
  int64_t limit = 0;
  if (text.empty() || text == "-1") return kRowsMax;
  if (absl::SimpleAtoi(text, &limit) && limit >= 0) return std::min(limit, kRowsMax);
  return ServiceError("InvalidArgument", "the number of rows must be a number");
}

absl::StatusOr<Expression> InPartition(const std::string& partition) {
  SLUICE_ASSIGN_OR_RETURN(PartitionSpec spec, ParsePartitionSpec(partition));
  Expression where{.kind = Expression::Kind::kAnd};
  for (const auto& [key, value] : spec) {
    where.operands.push_back({.kind = Expression::Kind::kEqual,
                              .operands = {ColumnNamed(key), {.literal = Value(value)}}});
  }
  return where;
}

std::vector<std::string> Names(const http::ServerRequest& request, const char* parameter) {
  return absl::StrSplit(request.Query(parameter).value_or(""), ',', absl::SkipEmpty());
}

}  // namespace

absl::StatusOr<SelectResult> PreviewApi::Rows(const Principal& caller,
                                              const std::string& project_name,
                                              const std::string& name, const Wanted& wanted) const {
  Select select;
  SLUICE_ASSIGN_OR_RETURN(select.limit, Limit(wanted.limit));
  if (!wanted.partition.empty()) {
    SLUICE_ASSIGN_OR_RETURN(select.where, InPartition(wanted.partition));
  }
  SLUICE_ASSIGN_OR_RETURN(
      TableSnapshot snapshot,
      world_.database.TransactFor<TableSnapshot>([&](Sql& sql) -> absl::StatusOr<TableSnapshot> {
        Catalog catalog(sql);
        SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(project_name));
        SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, caller)
                                   .RequireOnTable("Select", absl::AsciiStrToLower(name)));
        SLUICE_ASSIGN_OR_RETURN(Table table, catalog.GetTable(project.name, name));
        return TakeSnapshot(sql, std::move(table));
      }));
  std::vector<std::string> columns = wanted.columns;
  if (!columns.empty() && wanted.keys_too) {
    for (const Column& key : snapshot.table.partition_keys) {
      if (std::find(columns.begin(), columns.end(), key.name) == columns.end()) {
        columns.push_back(key.name);
      }
    }
  }
  for (const std::string& column : columns) {
    select.items.push_back({.operands = {ColumnNamed(absl::AsciiStrToLower(column))}});
  }
  if (columns.empty()) select.items.push_back({.kind = SelectItem::Kind::kStar});
  return RunSelect(world_.blocks, select, std::move(snapshot), zone_,
                   world_.limits.result_bytes_max);
}

absl::StatusOr<http::ServerResponse> PreviewApi::Csv(const Principal& caller,
                                                     const std::string& project,
                                                     const std::string& table,
                                                     const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(SelectResult result,
                          Rows(caller, project, table,
                               {.limit = request.Query("linenum").value_or(""),
                                .columns = Names(request, "cols"),
                                .partition = request.Query("partition").value_or("")}));
  http::ServerResponse response;
  response.headers.Add("Content-Type", "text/csv; charset=utf-8");
  response.body = CsvHeader(result.columns);
  RecordDecoder decoder(result.columns, result.bytes);
  Row row;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(row));
    if (!more) return response;
    response.body += CsvLine(result.columns, row, zone_);
  }
}

absl::StatusOr<http::ServerResponse> PreviewApi::Arrow(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& table,
                                                       const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(SelectResult result,
                          Rows(caller, project, table,
                               {.limit = request.Query("limit").value_or(""),
                                .columns = Names(request, "columns"),
                                .partition = request.Query("partition").value_or(""),
                                .keys_too = true}));
  std::vector<Row> rows;
  RecordDecoder decoder(result.columns, result.bytes);
  Row row;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(row));
    if (!more) break;
    rows.push_back(row);
  }
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/octet-stream");
  response.body = ArrowStream(result.columns, rows);
  return response;
}

}  // namespace sluice::emulator
