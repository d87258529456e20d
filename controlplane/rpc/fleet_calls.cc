#include "controlplane/rpc/fleet_calls.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/task_health.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"

namespace sluice::controlplane {
namespace {

absl::Status TaskNotFound(const ParsedTaskName& name) {
  return WithReason(absl::NotFoundError(absl::StrCat("connector ", name.connector.connector,
                                                     " has no task ", name.index)),
                    "TASK_NOT_FOUND");
}

std::string NameOf(const std::map<std::string, Worker>& workers, const std::string& uid) {
  const auto worker = workers.find(uid);
  return worker == workers.end() ? "" : worker->second.name;
}

}  // namespace

absl::Status FleetCalls::GetWorker(const v1::GetWorkerRequest& request, v1::Worker* response) {
  Violations violations;
  const std::string name = ReadWorkerName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Worker> worker = workers_.GetWorkerByName(name);
  if (!worker.ok()) return About(worker.status(), kWorkerType, request.name());
  SLUICE_ASSIGN_OR_RETURN(auto counts, workers_.CountTasks());
  *response = ToProto(*worker, counts[worker->uid], lease_, clock_.Now());
  return absl::OkStatus();
}

absl::Status FleetCalls::ListWorkers(const v1::ListWorkersRequest& request,
                                     v1::ListWorkersResponse* response) {
  constexpr absl::string_view kList = "workers";
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(kList, request.page_token()));
  SLUICE_ASSIGN_OR_RETURN(std::vector<Worker> page, workers_.ListWorkers(after, page_size + 1));
  if (static_cast<int>(page.size()) > page_size) {
    page.resize(page_size);
    response->set_next_page_token(MakePageToken(kList, page.back().name));
  }
  SLUICE_ASSIGN_OR_RETURN(auto counts, workers_.CountTasks());
  const absl::Time now = clock_.Now();
  for (const Worker& worker : page) {
    *response->add_workers() = ToProto(worker, counts[worker.uid], lease_, now);
  }
  return absl::OkStatus();
}

absl::Status FleetCalls::GetTask(const v1::GetTaskRequest& request, v1::Task* response) {
  Violations violations;
  const ParsedTaskName name = ReadTaskName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(name.connector);
  if (!connector.ok()) {
    return About(connector.status(), kConnectorType, ConnectorName(name.connector));
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector->uid));
  const auto task = std::find_if(tasks.begin(), tasks.end(), [&name](const Task& candidate) {
    return candidate.key.index == name.index;
  });
  if (task == tasks.end()) return About(TaskNotFound(name), kTaskType, request.name());
  SLUICE_ASSIGN_OR_RETURN(const auto workers, workers_.FindWorkers({task->worker_uid}));
  *response = ToProto(*task, JudgeTask(*task, clock_.Now(), observe_), name.connector,
                      NameOf(workers, task->worker_uid));
  return absl::OkStatus();
}

absl::Status FleetCalls::ListTasks(const v1::ListTasksRequest& request,
                                   v1::ListTasksResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  const ConnectorId id = ReadConnectorName("parent", request.parent(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string list = absl::StrCat("tasks of ", request.parent());
  SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(list, request.page_token()));
  int first = 0;
  if (!after.empty() && absl::SimpleAtoi(after, &first)) ++first;
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.parent());
  // A connector has at most 64 tasks: they are read at once.
  SLUICE_ASSIGN_OR_RETURN(std::vector<Task> tasks, tasks_.ListTasks(connector->uid));
  std::erase_if(tasks, [first](const Task& task) { return task.key.index < first; });
  if (static_cast<int>(tasks.size()) > page_size) {
    tasks.resize(page_size);
    response->set_next_page_token(MakePageToken(list, absl::StrCat(tasks.back().key.index)));
  }
  std::vector<std::string> uids;
  for (const Task& task : tasks) {
    if (!task.worker_uid.empty()) uids.push_back(task.worker_uid);
  }
  SLUICE_ASSIGN_OR_RETURN(const auto workers, workers_.FindWorkers(uids));
  const absl::Time now = clock_.Now();
  for (const Task& task : tasks) {
    *response->add_tasks() =
        ToProto(task, JudgeTask(task, now, observe_), id, NameOf(workers, task.worker_uid));
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
