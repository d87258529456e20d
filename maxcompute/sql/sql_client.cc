#include "maxcompute/sql/sql_client.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/retry/backoff.h"
#include "base/retry/retry.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/sql/csv.h"
#include "maxcompute/sql/sql_error.h"
#include "pugixml.hpp"

namespace sluice::maxcompute {
namespace {

constexpr absl::Duration kTimeoutMin = absl::Milliseconds(100);

absl::Status Malformed(absl::string_view what) {
  return WithReason(
      absl::InternalError(absl::StrCat("MaxCompute's answer to a statement is malformed: ", what)),
      kReasonAnswerInvalid);
}

// Text in XML, where nothing of it is markup.
void AppendText(pugi::xml_node parent, const char* name, absl::string_view text) {
  parent.append_child(name).text().set(std::string(text).c_str());
}

std::string ToXml(const pugi::xml_document& document) {
  struct StringWriter : pugi::xml_writer {
    std::string text;
    void write(const void* data, size_t size) override {
      text.append(static_cast<const char*>(data), size);
    }
  } writer;
  document.save(writer, "", pugi::format_raw);
  return std::move(writer.text);
}

// By default a project refuses a statement that would read all partitions of a table.
constexpr char kReadsAllPartitions[] = R"({"odps.sql.allow.fullscan":"true"})";

std::string InstanceXml(absl::string_view task_name, absl::string_view statement,
                        const char* settings_json) {
  pugi::xml_document document;
  pugi::xml_node job = document.append_child("Instance").append_child("Job");
  AppendText(job, "Priority", "9");
  pugi::xml_node sql = job.append_child("Tasks").append_child("SQL");
  AppendText(sql, "Name", task_name);
  pugi::xml_node settings = sql.append_child("Config").append_child("Property");
  AppendText(settings, "Name", "settings");
  AppendText(settings, "Value", settings_json);
  const std::string terminated = absl::EndsWith(absl::StripTrailingAsciiWhitespace(statement), ";")
                                     ? std::string(statement)
                                     : absl::StrCat(statement, ";");
  AppendText(sql, "Query", terminated);
  AppendText(job.append_child("DAG"), "RunMode", "Sequence");
  return ToXml(document);
}

// What the task of an <Instance> has to show, which may be in base64.
absl::StatusOr<std::string> ResultText(const pugi::xml_node& task) {
  const pugi::xml_node result = task.child("Result");
  const std::string text = result.child_value();
  if (!absl::EqualsIgnoreCase(result.attribute("Transform").value(), "Base64")) return text;
  std::string decoded;
  if (!absl::Base64Unescape(absl::StripAsciiWhitespace(text), &decoded)) {
    return Malformed("its result is no base64");
  }
  return decoded;
}

absl::StatusOr<pugi::xml_document> ParseInstance(const http::HttpResponse& response) {
  pugi::xml_document document;
  if (!document.load_buffer(response.body.data(), response.body.size()) ||
      !document.child("Instance")) {
    return Malformed("no <Instance> in it");
  }
  return document;
}

}  // namespace

// What a statement left.
struct SqlClient::TaskEnd {
  bool succeeded = false;
  std::string text;  // The result, or the failure.
};

// A statement, and what it is about.
struct SqlClient::Task {
  std::string name = "AnonymousSQLTask";
  std::string statement;
  const char* settings_json = "{}";
  Subject subject;
};

SqlClient::SqlClient(Requester& requester, http::Url endpoint, Clock& clock, SqlOptions options)
    : requester_(requester), endpoint_(std::move(endpoint)), clock_(clock), options_(options) {}

absl::StatusOr<std::string> SqlClient::Run(absl::string_view project, absl::string_view statement) {
  Task task;
  task.statement = std::string(statement);
  task.subject.table.project = std::string(project);
  return RunTask(task, clock_.Monotonic() + options_.deadline);
}

absl::StatusOr<SqlRows> SqlClient::Select(absl::string_view project, absl::string_view statement) {
  Task task;
  task.statement = std::string(statement);
  task.settings_json = kReadsAllPartitions;
  task.subject.table.project = std::string(project);
  SLUICE_ASSIGN_OR_RETURN(const std::string text, RunRepeatedly(task));
  absl::StatusOr<SqlRows> rows = ParseCsv(text);
  if (!rows.ok()) return Malformed(rows.status().message());
  return rows;
}

absl::Status SqlClient::AddPartition(const TableName& table, const PartitionSpec& partition) {
  Task task;
  task.name = "SQLAddPartitionTask";
  task.statement = absl::StrCat("ALTER TABLE ", table.ForSql(), " ADD IF NOT EXISTS PARTITION (",
                                partition.ForSql(), ");");
  // Not the partition: when something is missing, it is the table.
  task.subject.table = table;
  return RunRepeatedly(task).status();
}

absl::StatusOr<std::string> SqlClient::RunRepeatedly(const Task& task) {
  RetryOptions retry;
  retry.deadline = options_.deadline;
  retry.attempts_max = 1000;  // The deadline is the bound.
  const absl::Duration end = clock_.Monotonic() + options_.deadline;
  return Retry(retry, clock_, [&] { return RunTask(task, end); });
}

absl::StatusOr<std::string> SqlClient::RunTask(const Task& task, absl::Duration end) {
  ServiceRequest request;
  request.method = "POST";
  request.endpoint = endpoint_;
  request.path = absl::StrCat("/projects/", task.subject.table.project, "/instances");
  request.parameters = {{"curr_project", task.subject.table.project}};
  request.headers.Set("Content-Type", "application/xml");
  const std::string body = InstanceXml(task.name, task.statement, task.settings_json);
  request.body = body;
  request.timeout = TimeoutUntil(end);
  request.subject = task.subject;
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, requester_.Send(request));
  if (!response.body.empty()) {  // It has ended already.
    SLUICE_ASSIGN_OR_RETURN(TaskEnd ended, ReadEnd(response));
    if (ended.succeeded) return std::move(ended.text);
    return Failure(ended, task);
  }
  const std::string location(response.headers.Find("Location").value_or(""));
  const size_t slash = location.rfind('/');
  const std::string instance = slash == std::string::npos ? "" : location.substr(slash + 1);
  if (instance.empty()) return Malformed("it names no instance");
  absl::StatusOr<TaskEnd> task_end = WaitForEnd(task, instance, end);
  // The statement was accepted: that a look at it failed says nothing about its fate.
  if (!task_end.ok()) return UnmarkClearRefusal(task_end.status());
  if (task_end->succeeded) return std::move(task_end->text);
  return Failure(*task_end, task);
}

absl::Status SqlClient::Failure(const TaskEnd& task_end, const Task& task) const {
  Subject subject = task.subject;
  subject.principal = requester_.principal();
  return SqlFailure(task_end.text, subject);
}

absl::StatusOr<SqlClient::TaskEnd> SqlClient::WaitForEnd(const Task& task,
                                                         absl::string_view instance,
                                                         absl::Duration end) {
  SLUICE_RETURN_IF_ERROR(WaitUntilTerminated(task, instance, end));
  // `result` need not hold the status of the task; `taskstatus` always does.
  SLUICE_ASSIGN_OR_RETURN(const bool succeeded, Succeeded(task, instance, end));
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, Get(task, instance, "result", end));
  SLUICE_ASSIGN_OR_RETURN(TaskEnd task_end, ReadEnd(response));
  task_end.succeeded = succeeded;
  return task_end;
}

absl::Status SqlClient::WaitUntilTerminated(const Task& task, absl::string_view instance,
                                            absl::Duration end) {
  Backoff poll({.initial = options_.poll_first, .max = options_.poll_last});
  for (;;) {
    SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response, Get(task, instance, "", end));
    SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document, ParseInstance(response));
    if (absl::EqualsIgnoreCase(document.child("Instance").child_value("Status"), "Terminated")) {
      return absl::OkStatus();
    }
    const absl::Duration pause = poll.Next();
    if (clock_.Monotonic() + pause > end) {
      return WithReason(
          absl::DeadlineExceededError(absl::StrCat(
              "statement ", instance, " in project ", task.subject.table.project,
              " has not ended within ", absl::FormatDuration(options_.deadline), "; it goes on")),
          kReasonSqlFailed);
    }
    clock_.SleepFor(pause);
  }
}

absl::StatusOr<bool> SqlClient::Succeeded(const Task& task, absl::string_view instance,
                                          absl::Duration end) {
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response,
                          Get(task, instance, "taskstatus", end));
  SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document, ParseInstance(response));
  const pugi::xml_node tasks = document.child("Instance").child("Tasks");
  if (!tasks.child("Task")) return Malformed("it tells of no task");
  for (const pugi::xml_node& node : tasks.children("Task")) {
    if (!absl::EqualsIgnoreCase(node.child_value("Status"), "Success")) return false;
  }
  return true;
}

absl::StatusOr<SqlClient::TaskEnd> SqlClient::ReadEnd(const http::HttpResponse& response) {
  SLUICE_ASSIGN_OR_RETURN(const pugi::xml_document document, ParseInstance(response));
  const pugi::xml_node node = document.child("Instance").child("Tasks").child("Task");
  if (!node) return Malformed("it tells of no task");
  TaskEnd task_end;
  SLUICE_ASSIGN_OR_RETURN(task_end.text, ResultText(node));
  task_end.succeeded = absl::EqualsIgnoreCase(node.child_value("Status"), "Success");
  return task_end;
}

absl::StatusOr<http::HttpResponse> SqlClient::Get(const Task& task, absl::string_view instance,
                                                  absl::string_view flag, absl::Duration end) {
  ServiceRequest request;
  request.endpoint = endpoint_;
  request.path = absl::StrCat("/projects/", task.subject.table.project, "/instances/", instance);
  if (!flag.empty()) request.parameters.emplace_back(std::string(flag), "");
  request.parameters.emplace_back("curr_project", task.subject.table.project);
  request.timeout = TimeoutUntil(end);
  request.response_bytes_max = options_.result_bytes_max;
  request.subject = task.subject;
  return requester_.SendRepeatedly(request, end - clock_.Monotonic());
}

absl::Duration SqlClient::TimeoutUntil(absl::Duration end) {
  return std::clamp(end - clock_.Monotonic(), kTimeoutMin, options_.call_timeout);
}

}  // namespace sluice::maxcompute
