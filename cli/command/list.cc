#include "cli/command/list.h"

#include <utility>

#include "base/status/status_macros.h"

namespace sluice::cli {
namespace {

constexpr int kPageSize = 1000;
constexpr int kPagesMax = 10'000;  // A server that never ends a list is broken.

// `call`: absl::StatusOr<Response>(const Request&); `items`: the page's items of a response.
template <typename Item, typename Request, typename Call, typename Items>
absl::StatusOr<std::vector<Item>> AllPages(Request request, Call call, Items items) {
  std::vector<Item> all;
  request.set_page_size(kPageSize);
  for (int page = 0; page < kPagesMax; ++page) {
    SLUICE_ASSIGN_OR_RETURN(const auto response, call(request));
    for (const Item& item : items(response)) all.push_back(item);
    if (response.next_page_token().empty()) return all;
    request.set_page_token(response.next_page_token());
  }
  return absl::InternalError("the list does not end");
}

}  // namespace

absl::StatusOr<std::vector<v1::Instance>> ListInstances(client::Client& client) {
  return AllPages<v1::Instance>(
      v1::ListInstancesRequest(),
      [&](const auto& request) { return client.ListInstances(request); },
      [](const auto& response) { return response.instances(); });
}

absl::StatusOr<std::vector<v1::Connector>> ListConnectors(client::Client& client,
                                                          const std::string& parent,
                                                          const std::string& filter,
                                                          const std::string& order_by) {
  v1::ListConnectorsRequest request;
  request.set_parent(parent);
  request.set_filter(filter);
  request.set_order_by(order_by);
  return AllPages<v1::Connector>(
      request, [&](const auto& page) { return client.ListConnectors(page); },
      [](const auto& response) { return response.connectors(); });
}

absl::StatusOr<std::vector<v1::ConnectorRevision>> ListRevisions(client::Client& client,
                                                                 const std::string& connector) {
  v1::ListConnectorRevisionsRequest request;
  request.set_parent(connector);
  return AllPages<v1::ConnectorRevision>(
      request, [&](const auto& page) { return client.ListConnectorRevisions(page); },
      [](const auto& response) { return response.revisions(); });
}

absl::StatusOr<std::vector<v1::Task>> ListTasks(client::Client& client,
                                                const std::string& connector) {
  v1::ListTasksRequest request;
  request.set_parent(connector);
  return AllPages<v1::Task>(
      request, [&](const auto& page) { return client.ListTasks(page); },
      [](const auto& response) { return response.tasks(); });
}

absl::StatusOr<std::vector<v1::Worker>> ListWorkers(client::Client& client) {
  return AllPages<v1::Worker>(
      v1::ListWorkersRequest(), [&](const auto& request) { return client.ListWorkers(request); },
      [](const auto& response) { return response.workers(); });
}

absl::StatusOr<std::vector<v1::ApiToken>> ListApiTokens(client::Client& client) {
  return AllPages<v1::ApiToken>(
      v1::ListApiTokensRequest(),
      [&](const auto& request) { return client.ListApiTokens(request); },
      [](const auto& response) { return response.api_tokens(); });
}

absl::StatusOr<std::vector<v1::TablePartition>> ListTablePartitions(client::Client& client,
                                                                    const std::string& connector) {
  v1::ListTablePartitionsRequest request;
  request.set_name(connector);
  return AllPages<v1::TablePartition>(
      request, [&](const auto& page) { return client.ListTablePartitions(page); },
      [](const auto& response) { return response.partitions(); });
}

absl::StatusOr<std::vector<google::longrunning::Operation>> ListOperations(
    client::Client& client, const std::string& filter) {
  google::longrunning::ListOperationsRequest request;
  request.set_name("operations");
  request.set_filter(filter);
  return AllPages<google::longrunning::Operation>(
      request, [&](const auto& page) { return client.ListOperations(page); },
      [](const auto& response) { return response.operations(); });
}

}  // namespace sluice::cli
