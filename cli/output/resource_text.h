#ifndef SLUICE_CLI_OUTPUT_RESOURCE_TEXT_H_
#define SLUICE_CLI_OUTPUT_RESOURCE_TEXT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/output/table.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/dead_letter.pb.h"
#include "sluice/v1/instance.pb.h"
#include "sluice/v1/task.pb.h"
#include "sluice/v1/worker_resource.pb.h"

namespace sluice::cli {

// Resources as tables and as descriptions, for people. `now` makes ages of times. Pure.

Table TableOf(const std::vector<v1::Instance>& instances, absl::Time now);
Table TableOf(const std::vector<v1::Connector>& connectors, absl::Time now);
Table TableOf(const std::vector<v1::Task>& tasks, absl::Time now);
Table TableOf(const std::vector<v1::Worker>& workers, absl::Time now);
Table TableOf(const std::vector<v1::TablePartition>& partitions, absl::Time now);
Table TableOf(const std::vector<v1::ConnectorRevision>& revisions, absl::Time now);
Table TableOf(const std::vector<v1::DeadLetter>& letters, absl::Time now);
Table TableOf(const std::vector<v1::ConnectorEvent>& events, absl::Time now);
Table TableOf(const v1::BatchSetConnectorStateResponse& results);
Table TableOf(const v1::PreviewTableRowsResponse& rows);

std::string Describe(const v1::Instance& instance, absl::Time now);
std::string Describe(const v1::Connector& connector, const std::vector<v1::Task>& tasks,
                     absl::Time now);
std::string Describe(const v1::Task& task, absl::Time now);
std::string Describe(const v1::Worker& worker, absl::Time now);
std::string Describe(const v1::DeadLetter& letter, absl::Time now);

// The worst thing that is known about the connector; nullptr when all is well.
const v1::Condition* WorstOf(const v1::Connector& connector);

// The last part of a resource name.
std::string IdOf(const std::string& name);
// `instances/I` of a connector's name.
std::string ParentNameOf(const std::string& name);

// `3s`, `5m`, `2h`, `7d`.
std::string AgeText(absl::Duration age);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_RESOURCE_TEXT_H_
