#include "emulator/rest/instance_api.h"

#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <sstream>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/record/record_decoder.h"
#include "emulator/rest/csv.h"
#include "emulator/rest/xml.h"
#include "emulator/sql/parser.h"
#include "emulator/sql/sql_error.h"
#include "emulator/sql/sql_job.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

constexpr int64_t kResultRowsMax = 10000;  // Of the CSV; the instance tunnel gives all.

// The place of each statement in the variant is its operation's.
constexpr const char* kOperations[] = {
    "select",           "create_table",      "drop_table",
    "create_partition", "drop_partition",    "show_partitions",
    "show_tables",      "describe_table",    "security_statement",
    "truncate_table",   "rename_table",      "set_table",
    "add_columns",      "change_column",     "insert",
    "rename_partition", "show_create_table", "create_schema",
    "drop_schema",      "show_schemas"};
static_assert(std::size(kOperations) == std::variant_size_v<Statement>);

template <typename T>
concept NamesATable = requires(const T& statement) {
  statement.table.name;
};

std::map<std::string, std::string> SettingsOf(pugi::xml_node config) {
  std::map<std::string, std::string> settings;
  for (pugi::xml_node property : config.children("Property")) {
    if (std::string(property.child("Name").text().get()) != "settings") continue;
    Json given = Json::parse(property.child("Value").text().get(), nullptr, false);
    if (!given.is_object()) continue;
    for (const auto& [name, value] : given.items()) {
      if (value.is_string()) settings[name] = value.get<std::string>();
    }
  }
  return settings;
}

// What those mean that are known; the others are for a larger service.
void Apply(const std::map<std::string, std::string>& given, SqlSettings& settings) {
  for (const auto& [name, value] : given) {
    absl::TimeZone zone;
    if (name == "odps.sql.timezone" && absl::LoadTimeZone(value, &zone)) settings.zone = zone;
    if (name == "odps.default.schema") settings.schema = absl::AsciiStrToLower(value);
    if (name == "odps.namespace.schema") {
      settings.names_have_schema = absl::EqualsIgnoreCase(value, "true");
    }
  }
}

std::string TaskXml(const Instance& instance, absl::string_view content) {
  return absl::StrCat("<Instance><Status>Terminated</Status><Tasks><Task Type=\"SQL\">",
                      Element("Name", instance.task), content, "</Task></Tasks></Instance>");
}

std::string TaskStatusXml(const Instance& instance) {
  return TaskXml(
      instance,
      absl::StrCat(Element("StartTime", HttpTime(instance.started)),
                   Element("EndTime", HttpTime(instance.ended)),
                   Element("Status", instance.succeeded ? "Success" : "Failed"), "<Histories/>"));
}

http::ServerResponse JsonAnswer(const Json& json) {
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace

std::string SubmittedJob::Operation() const {
  return statement.ok() ? kOperations[statement->index()] : "run_sql";
}

std::string SubmittedJob::TableName() const {
  if (!statement.ok()) return "";
  auto name_of = [this](const emulator::TableName& name) {
    return SqlContext::PlaceOf(name, "", settings).name;
  };
  return std::visit(
      [&](const auto& one) -> std::string {
        using T = std::decay_t<decltype(one)>;
        if constexpr (NamesATable<T>) return name_of(one.table);
        if constexpr (std::is_same_v<T, Select>) return one.from ? name_of(*one.from) : "";
        return "";
      },
      *statement);
}

absl::StatusOr<SubmittedJob> ParseJob(const std::string& body, absl::TimeZone default_zone,
                                      const std::string& schema) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size())) {
    return ServiceError("MalformedXML", "the body is not XML");
  }
  pugi::xml_node job = document.child("Instance").child("Job");
  pugi::xml_node task = job.child("Tasks").child("SQL");
  if (!task) {
    return ServiceError("NotImplemented", "only jobs with one SQL task are covered");
  }
  SubmittedJob submitted{.statement = absl::UnknownError("")};
  submitted.query = task.child("Query").text().get();
  std::string name = task.child("Name").text().get();
  if (!name.empty()) submitted.task = name;
  submitted.settings.zone = default_zone;
  submitted.settings.schema = absl::AsciiStrToLower(schema);
  Apply(SettingsOf(task.child("Config")), submitted.settings);
  std::ostringstream text;
  job.print(text, "", pugi::format_raw);
  submitted.job = text.str();
  absl::StatusOr<Script> script = ParseScript(submitted.query);
  if (script.ok()) Apply(script->settings, submitted.settings);
  submitted.statement =
      script.ok() ? absl::StatusOr<Statement>(std::move(script->statement)) : script.status();
  return submitted;
}

absl::StatusOr<http::ServerResponse> InstanceApi::Submit(const Principal& caller,
                                                         const std::string& project_name,
                                                         const SubmittedJob& job) {
  SLUICE_ASSIGN_OR_RETURN(
      Project project,
      world_.database.TransactFor<Project>([&](Sql& sql) -> absl::StatusOr<Project> {
        SLUICE_ASSIGN_OR_RETURN(Project found, Catalog(sql).GetProject(project_name));
        SLUICE_RETURN_IF_ERROR(AccessCheck(sql, found, caller).RequireOnProject("CreateInstance"));
        return found;
      }));
  Instance instance{.id = TimedId(world_.clock.Now()),
                    .project = project.name,
                    .owner = caller.Name(),
                    .task = job.task,
                    .job = job.job,
                    .started = world_.clock.Now()};
  absl::StatusOr<SqlOutcome> outcome =
      job.statement.ok()
          ? RunStatement(SqlContext(world_, project.name, caller, job.settings), *job.statement)
          : absl::StatusOr<SqlOutcome>(job.statement.status());
  if (outcome.ok() && outcome->rows.has_value()) {
    instance.columns = outcome->rows->columns;
    instance.rows = outcome->rows->rows;
    SLUICE_ASSIGN_OR_RETURN(instance.file, world_.blocks.Write(outcome->rows->bytes));
  } else {
    instance.result = outcome.ok() ? outcome->text : SqlFailureText(outcome.status());
  }
  instance.succeeded = outcome.ok();
  instance.ended = world_.clock.Now();
  SLUICE_RETURN_IF_ERROR(
      world_.database.Transact([&](Sql& sql) { return Instances(sql).Create(instance); }));
  http::ServerResponse response;
  response.status = 201;  // With an empty body: clients take any byte for a result.
  response.headers.Add("Location",
                       absl::StrCat("/projects/", project.name, "/instances/", instance.id));
  return response;
}

absl::StatusOr<Instance> OpenInstance(const World& world, const Principal& caller,
                                      const std::string& project_name, const std::string& id) {
  return world.database.TransactFor<Instance>([&](Sql& sql) -> absl::StatusOr<Instance> {
    SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(project_name));
    SLUICE_ASSIGN_OR_RETURN(Instance instance, Instances(sql).Get(project.name, id));
    if (instance.owner != caller.Name()) {
      SLUICE_RETURN_IF_ERROR(
          AccessCheck(sql, project, caller)
              .Require("Read", absl::StrCat("projects/", project.name, "/instances/", id)));
    }
    return instance;
  });
}

absl::StatusOr<http::ServerResponse> InstanceApi::Get(const Principal& caller,
                                                      const std::string& project,
                                                      const std::string& id,
                                                      const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Instance instance, OpenInstance(world_, caller, project, id));
  if (request.HasQuery("result")) return Result(instance);
  if (request.HasQuery("taskstatus")) return XmlAnswer(TaskStatusXml(instance));
  if (request.HasQuery("source")) return XmlAnswer(instance.job);
  if (request.HasQuery("instancesummary")) {
    return JsonAnswer({{"Instance", {{"JsonSummary", "{}"}, {"Summary", ""}}}});
  }
  if (request.HasQuery("instanceprogress")) return XmlAnswer("<Progress></Progress>");
  if (request.HasQuery("instancedetail")) return JsonAnswer(Json::object());
  for (const char* flag : {"info", "cached"}) {
    if (request.HasQuery(flag)) {
      return ServiceError("NoSuchObject", absl::StrCat("nothing is known under ", flag));
    }
  }
  http::ServerResponse response = XmlAnswer("<Instance><Status>Terminated</Status></Instance>");
  response.headers.Add("x-odps-owner", instance.owner);
  response.headers.Add("x-odps-start-time", HttpTime(instance.started));
  response.headers.Add("x-odps-end-time", HttpTime(instance.ended));
  return response;
}

absl::StatusOr<std::string> InstanceApi::ResultText(const Instance& instance) const {
  if (instance.columns.empty()) return instance.result;
  SLUICE_ASSIGN_OR_RETURN(std::string bytes, world_.blocks.Read(instance.file));
  std::string text = CsvHeader(instance.columns);
  pugi::xml_document job;
  job.load_buffer(instance.job.data(), instance.job.size());
  pugi::xml_node task = job.child("Job").child("Tasks").child("SQL");
  SqlSettings settings{.zone = zone_};
  Apply(SettingsOf(task.child("Config")), settings);
  if (absl::StatusOr<Script> script = ParseScript(task.child("Query").text().get()); script.ok()) {
    Apply(script->settings, settings);
  }
  RecordDecoder decoder(instance.columns, bytes);
  Row row;
  while (decoder.count() < kResultRowsMax) {
    SLUICE_ASSIGN_OR_RETURN(bool more, decoder.Next(row));
    if (!more) break;
    text += CsvLine(instance.columns, row, settings.zone);
  }
  return text;
}

absl::StatusOr<http::ServerResponse> InstanceApi::Result(const Instance& instance) const {
  SLUICE_ASSIGN_OR_RETURN(std::string text, ResultText(instance));
  const bool is_select = !instance.columns.empty();
  std::string result =
      absl::StrCat("<Result Transform=\"Base64\" Format=\"", is_select ? "csv" : "text",
                   "\"><![CDATA[", absl::Base64Escape(text), "]]></Result>");
  if (is_select) {
    Json columns = Json::array();
    for (const Column& column : instance.columns) {
      columns.push_back({{"Name", column.name}, {"Type", column.type.ToString()}});
    }
    absl::StrAppend(
        &result, CdataElement("ResultDescriptor",
                              Json{{"IsSelect", true}, {"Schema", {{"Columns", columns}}}}.dump()));
  }
  return XmlAnswer(
      TaskXml(instance,
              absl::StrCat(Element("Status", instance.succeeded ? "Success" : "Failed"), result)));
}

absl::StatusOr<http::ServerResponse> InstanceApi::Stop(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& id) {
  SLUICE_RETURN_IF_ERROR(OpenInstance(world_, caller, project, id).status());
  return http::ServerResponse();
}

}  // namespace sluice::emulator
