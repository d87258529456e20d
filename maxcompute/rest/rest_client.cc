#include "maxcompute/rest/rest_client.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/table_schema_json.h"
#include "nlohmann/json.hpp"
#include "pugixml.hpp"

namespace sluice::maxcompute {
namespace {

using Json = nlohmann::json;

absl::Status Malformed(absl::string_view what, const TableName& table) {
  return WithReason(absl::InternalError(absl::StrCat("MaxCompute's answer about ", table.ToString(),
                                                     " is malformed: ", what,
                                                     "; is the endpoint the REST service?")),
                    kReasonAnswerInvalid);
}

absl::StatusOr<pugi::xml_document> ParseXml(const http::HttpResponse& response,
                                            const TableName& table, const char* root) {
  pugi::xml_document document;
  if (!document.load_buffer(response.body.data(), response.body.size()) || !document.child(root)) {
    return Malformed(absl::StrCat("no <", root, "> in it"), table);
  }
  return document;
}

// `Reserved` is JSON within a string within JSON; services without it leave it out.
Json Reserved(const Json& schema) {
  const auto reserved = schema.find("Reserved");
  if (reserved == schema.end() || !reserved->is_string()) return Json::object();
  Json parsed = Json::parse(reserved->get<std::string>(), nullptr, /*allow_exceptions=*/false);
  return parsed.is_object() ? parsed : Json::object();
}

// Services write numbers and flags also as strings.
std::string AnyText(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::vector<std::string> NamesAt(const Json& object, const char* key) {
  std::vector<std::string> names;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array()) return names;
  for (const Json& name : *found) {
    if (name.is_string()) names.push_back(absl::AsciiStrToLower(name.get<std::string>()));
  }
  return names;
}

absl::StatusOr<PartitionSpec> ReadPartition(const pugi::xml_node& node) {
  std::vector<PartitionSpec::Level> levels;
  for (const pugi::xml_node& column : node.children("Column")) {
    levels.emplace_back(column.attribute("Name").value(), column.attribute("Value").value());
  }
  if (!levels.empty()) return PartitionSpec(std::move(levels));
  return PartitionSpec::Parse(node.child_value("Name"));
}

}  // namespace

RestClient::RestClient(Requester& requester, http::Url endpoint, RestOptions options)
    : requester_(requester), endpoint_(std::move(endpoint)), options_(options) {}

absl::StatusOr<http::HttpResponse> RestClient::Get(const TableName& table,
                                                   http::QueryParameters parameters,
                                                   const PartitionSpec& partition) {
  ServiceRequest request;
  request.endpoint = endpoint_;
  request.path = absl::StrCat("/projects/", table.project);
  if (!table.table.empty()) absl::StrAppend(&request.path, "/tables/", table.table);
  request.parameters = std::move(parameters);
  request.parameters.emplace_back("curr_project", table.project);
  if (!table.schema.empty()) request.parameters.emplace_back("curr_schema", table.schema);
  request.timeout = options_.call_timeout;
  request.subject = {.table = table, .partition = partition, .principal = ""};
  return requester_.SendRepeatedly(request, options_.deadline);
}

absl::StatusOr<Project> RestClient::GetProject(absl::string_view project) {
  const TableName name{std::string(project), "", ""};
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, Get(name, {}));
  SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document, ParseXml(response, name, "Project"));
  const pugi::xml_node root = document.child("Project");
  Project found;
  found.name = root.child("Name") ? root.child_value("Name") : name.project;
  found.owner = std::string(response.headers.Find("x-odps-owner").value_or(""));
  found.state = root.child_value("State");
  found.region = root.child_value("Region");
  return found;
}

absl::StatusOr<Table> RestClient::GetTable(const TableName& table) {
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, Get(table, {{"extended", ""}}));
  SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document, ParseXml(response, table, "Table"));
  const pugi::xml_node root = document.child("Table");
  const std::string text = root.child_value("Schema");
  absl::StatusOr<TableSchema> schema = ParseTableSchema(text);
  if (!schema.ok()) {
    return WithReason(Annotate(schema.status(), absl::StrCat("table ", table.ToString())),
                      kReasonAnswerInvalid);
  }
  const Json json = Json::parse(text);  // ParseTableSchema has seen that it is an object.
  const Json reserved = Reserved(json);
  Table found;
  found.name = table;
  found.schema = *std::move(schema);
  found.schema_version = AnyText(reserved, "schema_version");
  found.is_transactional = AnyText(reserved, "Transactional") == "true";
  found.schema.primary_key = NamesAt(reserved, "PrimaryKey");
  for (const std::string& name : found.schema.primary_key) {
    const std::optional<int> column = found.schema.FindColumn(name);
    if (column.has_value()) found.schema.columns[*column].nullable = false;
  }
  found.is_view = AnyText(json, "isVirtualView") == "true";
  found.comment = AnyText(json, "comment");
  found.owner = AnyText(json, "owner");
  int64_t last_ddl = 0;
  if (absl::SimpleAtoi(AnyText(json, "lastDDLTime"), &last_ddl)) {
    found.last_ddl_time = absl::FromUnixSeconds(last_ddl);
  }
  return found;
}

absl::StatusOr<bool> RestClient::PartitionExists(const TableName& table,
                                                 const PartitionSpec& partition) {
  const absl::Status status = Get(table, {{"partition", partition.ForSql()}}, partition).status();
  if (ReasonOf(status) == kReasonPartitionNotFound) return false;
  SLUICE_RETURN_IF_ERROR(status);
  return true;
}

absl::StatusOr<PartitionPage> RestClient::ListPartitions(const TableName& table, int page_size,
                                                         absl::string_view marker) {
  http::QueryParameters parameters = {
      {"partitions", ""}, {"expectmarker", "true"}, {"maxitems", absl::StrCat(page_size)}};
  if (!marker.empty()) parameters.emplace_back("marker", std::string(marker));
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, Get(table, std::move(parameters)));
  SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document,
                          ParseXml(response, table, "Partitions"));
  const pugi::xml_node root = document.child("Partitions");
  PartitionPage page;
  for (const pugi::xml_node& node : root.children("Partition")) {
    absl::StatusOr<PartitionSpec> partition = ReadPartition(node);
    if (!partition.ok()) return Malformed(partition.status().message(), table);
    page.partitions.push_back(*std::move(partition));
  }
  page.next_marker = root.child_value("Marker");
  return page;
}

absl::StatusOr<TablePage> RestClient::ListTables(const TableName& table, int page_size,
                                                 absl::string_view marker) {
  ServiceRequest request;
  request.endpoint = endpoint_;
  request.path = absl::StrCat("/projects/", table.project, "/tables");
  request.parameters = {{"expectmarker", "true"}, {"maxitems", absl::StrCat(page_size)}};
  if (!table.table.empty()) request.parameters.emplace_back("name", table.table);
  if (!marker.empty()) request.parameters.emplace_back("marker", std::string(marker));
  request.parameters.emplace_back("curr_project", table.project);
  if (!table.schema.empty()) request.parameters.emplace_back("curr_schema", table.schema);
  request.timeout = options_.call_timeout;
  // Whoever may not list is told of the project: the table is only how its name begins.
  request.subject = {.table = {table.project, table.schema, ""}, .partition = {}, .principal = ""};
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response,
                          requester_.SendRepeatedly(request, options_.deadline));
  SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document, ParseXml(response, table, "Tables"));
  const pugi::xml_node root = document.child("Tables");
  TablePage page;
  for (const pugi::xml_node& node : root.children("Table")) {
    page.tables.emplace_back(node.child_value("Name"));
  }
  page.next_marker = root.child_value("Marker");
  return page;
}

}  // namespace sluice::maxcompute
