#ifndef SLUICE_CLI_COMMAND_LIST_H_
#define SLUICE_CLI_COMMAND_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "api/client/client.h"

namespace sluice::cli {

// Whole lists, page by page. An error of one page is the answer.

absl::StatusOr<std::vector<v1::Instance>> ListInstances(client::Client& client);
// `parent`: `instances/I`, or `instances/-` for all.
absl::StatusOr<std::vector<v1::Connector>> ListConnectors(client::Client& client,
                                                          const std::string& parent,
                                                          const std::string& filter = "",
                                                          const std::string& order_by = "");
absl::StatusOr<std::vector<v1::Task>> ListTasks(client::Client& client,
                                                const std::string& connector);
absl::StatusOr<std::vector<v1::Worker>> ListWorkers(client::Client& client);
absl::StatusOr<std::vector<v1::ConnectorRevision>> ListRevisions(client::Client& client,
                                                                 const std::string& connector);
absl::StatusOr<std::vector<v1::TablePartition>> ListTablePartitions(client::Client& client,
                                                                    const std::string& connector);

absl::StatusOr<std::vector<v1::ApiToken>> ListApiTokens(client::Client& client);

// `filter` as the API takes it; empty: all.
absl::StatusOr<std::vector<google::longrunning::Operation>> ListOperations(
    client::Client& client, const std::string& filter);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_LIST_H_
