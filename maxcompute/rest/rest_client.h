#ifndef SLUICE_MAXCOMPUTE_REST_REST_CLIENT_H_
#define SLUICE_MAXCOMPUTE_REST_REST_CLIENT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/url.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/rest/table_catalog.h"

namespace sluice::maxcompute {

struct RestOptions {
  // Of one request.
  absl::Duration call_timeout = absl::Seconds(20);
  // Of one call with all its repeats.
  absl::Duration deadline = absl::Seconds(60);
};

// TableCatalog over MaxCompute's REST service. Borrows `requester`.
class RestClient : public TableCatalog {
 public:
  RestClient(Requester& requester, http::Url endpoint, RestOptions options = {});

  absl::StatusOr<Project> GetProject(absl::string_view project) override;
  absl::StatusOr<Table> GetTable(const TableName& table) override;
  absl::StatusOr<bool> PartitionExists(const TableName& table,
                                       const PartitionSpec& partition) override;
  absl::StatusOr<PartitionPage> ListPartitions(const TableName& table, int page_size,
                                               absl::string_view marker) override;
  absl::StatusOr<TablePage> ListTables(const TableName& table, int page_size,
                                       absl::string_view marker) override;

 private:
  absl::StatusOr<http::HttpResponse> Get(const TableName& table, http::QueryParameters parameters,
                                         const PartitionSpec& partition = {});

  Requester& requester_;
  const http::Url endpoint_;
  const RestOptions options_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REST_REST_CLIENT_H_
