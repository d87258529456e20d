#ifndef SLUICE_EMULATOR_REST_INSTANCE_API_H_
#define SLUICE_EMULATOR_REST_INSTANCE_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"
#include "emulator/store/instances.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// A submitted SQL job, read but not run.
struct SubmittedJob {
  std::string task = "AnonymousSQLTask";
  std::string query;
  std::string job;  // The <Job>, to be shown again.
  SqlSettings settings;
  absl::StatusOr<Statement> statement;  // What the query says, or why it is none.

  // "create_partition", "select", …; "run_sql" of a query that is none.
  std::string Operation() const;
  // The table that it is about, as it lies in its project; empty when about none.
  std::string TableName() const;
};

// MalformedXML when the body is not an <Instance> with one SQL task. `schema` is the request's own;
// the job's settings go before it.
absl::StatusOr<SubmittedJob> ParseJob(const std::string& body, absl::TimeZone default_zone,
                                      const std::string& schema);

// SQL jobs: run while they are submitted, then asked about. CreateInstance on the project; an
// instance is its submitter's and the project owner's.
class InstanceApi {
 public:
  InstanceApi(const World& world, absl::TimeZone zone) : world_(world), zone_(zone) {}

  absl::StatusOr<http::ServerResponse> Submit(const Principal& caller, const std::string& project,
                                              const SubmittedJob& job);
  // Everything that GET …/instances/{id} answers, by its query flags.
  absl::StatusOr<http::ServerResponse> Get(const Principal& caller, const std::string& project,
                                           const std::string& id,
                                           const http::ServerRequest& request);
  // PUT …/instances/{id}: stop. It has already ended.
  absl::StatusOr<http::ServerResponse> Stop(const Principal& caller, const std::string& project,
                                            const std::string& id);

 private:
  absl::StatusOr<http::ServerResponse> Result(const Instance& instance) const;
  absl::StatusOr<std::string> ResultText(const Instance& instance) const;

  const World& world_;
  const absl::TimeZone zone_;
};

// The instance, if the caller may see it.
absl::StatusOr<Instance> OpenInstance(const World& world, const Principal& caller,
                                      const std::string& project, const std::string& id);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_INSTANCE_API_H_
