#ifndef SLUICE_TESTS_CLUSTER_EMULATOR_H_
#define SLUICE_TESTS_CLUSTER_EMULATOR_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/http/curl_client.h"
#include "base/time/real_clock.h"
#include "maxcompute/connection/connection.h"
#include "tests/cluster/child_process.h"

namespace sluice::cluster {

// A MaxCompute emulator of one's own, with the project connector_test and R0's table in it, and
// what its owner does. The table's rows are read by the owner's own account. One thread.
class Emulator {
 public:
  static constexpr char kProject[] = "connector_test";
  static constexpr char kOwnerUid[] = "1234567890123456";
  static constexpr char kOwnerKeyId[] = "LTAIowner";
  static constexpr char kOwnerKeySecret[] = "owner-secret-of-the-account";
  static constexpr char kRole[] = "AliyunKafkaMaxComputeUser1";
  static constexpr char kServiceKeyId[] = "LTAIservice";
  static constexpr char kServiceKeySecret[] = "service-secret";

  // Started, with seed, project and accounts. Nothing else is there yet. `flags`: beside its own,
  // at every start.
  static std::unique_ptr<Emulator> Start(const std::vector<std::string>& flags = {});

  // R0's steps 1 and 2: the table, the role, and exactly the four grants.
  absl::Status MakeScenario(const std::string& table);

  // Runs a statement as the project's owner; its result text.
  absl::StatusOr<std::string> Sql(const std::string& statement);

  // The rows of a query, as the project's owner.
  absl::StatusOr<maxcompute::SqlRows> Select(const std::string& statement);

  // Gives the role what it needs for `table` (R4).
  absl::Status GrantTable(const std::string& table);

  // The role in RAM, trusting `service`.
  absl::Status CreateRole(const std::string& role,
                          const std::string& service = "alikafka.aliyuncs.com");

  // How often each record is in the table, over all partitions: {partition, offset} to rows.
  absl::StatusOr<std::map<std::pair<int64_t, int64_t>, int>> RowsByOffset(const std::string& table);

  // A fault, as the emulator's README describes it; its id.
  std::string AddFault(const std::string& json);
  // How many requests it holds now.
  int Holding(const std::string& fault_id);
  // Waits until it holds one; false after 30 s.
  bool WaitUntilHolding(const std::string& fault_id);
  void Release(const std::string& fault_id);
  void RemoveFault(const std::string& fault_id);

  // kill -9; Restart keeps port and data.
  void Kill() { process_->Kill(); }
  void Restart();

  const std::string& address() const { return address_; }  // host:port.
  std::string endpoint() const { return "http://" + address_ + "/api"; }
  std::string sts_endpoint() const { return "http://" + address_; }
  std::string principal() const;
  // Where its log and its data lie.
  const std::string& folder() const { return folder_; }
  ChildProcess& process() { return *process_; }

 private:
  Emulator() = default;
  std::string Faults(const std::string& method, const std::string& path, const std::string& body);

  std::string folder_;
  std::vector<std::string> flags_;
  std::string address_;
  std::optional<ChildProcess> process_;
  RealClock clock_;
  http::CurlClient http_;
  std::unique_ptr<maxcompute::StaticCredentials> owner_;
  std::unique_ptr<maxcompute::Connection> connection_;
};

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_EMULATOR_H_
