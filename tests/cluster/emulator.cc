#include "tests/cluster/emulator.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "base/status/status_macros.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/auth/rpc_client.h"
#include "nlohmann/json.hpp"

namespace sluice::cluster {
namespace {

std::string Seed() {
  return absl::StrCat("accounts:\n  - uid: \"", Emulator::kOwnerUid,
                      "\"\n    access_keys: [{id: ", Emulator::kOwnerKeyId,
                      ", secret: ", Emulator::kOwnerKeySecret,
                      "}]\n  - uid: \"9999000011112222\"\n    service: alikafka.aliyuncs.com\n    "
                      "access_keys: [{id: ",
                      Emulator::kServiceKeyId, ", secret: ", Emulator::kServiceKeySecret,
                      "}]\nprojects:\n  - {name: ", Emulator::kProject, ", owner: \"",
                      Emulator::kOwnerUid, "\", region: cn-hangzhou}\n");
}

void Pause() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

}  // namespace

std::unique_ptr<Emulator> Emulator::Start(const std::vector<std::string>& flags) {
  std::unique_ptr<Emulator> emulator(new Emulator());
  emulator->flags_ = flags;
  emulator->folder_ = FreshFolder("emulator");
  std::ofstream(emulator->folder_ + "/seed.yaml") << Seed();
  emulator->address_ = "127.0.0.1:0";
  emulator->Restart();
  emulator->owner_ = std::make_unique<maxcompute::StaticCredentials>(
      maxcompute::Credentials{.access_key_id = kOwnerKeyId,
                              .access_key_secret = maxcompute::Secret(kOwnerKeySecret),
                              .security_token = {}});
  maxcompute::ConnectionOptions options;
  options.endpoint = emulator->endpoint();
  auto connection =
      maxcompute::Connection::Open(emulator->http_, *emulator->owner_, emulator->clock_, options);
  SLUICE_CHECK(connection.ok()) << connection.status();
  emulator->connection_ = *std::move(connection);
  return emulator;
}

void Emulator::Restart() {
  const std::string port_file = folder_ + "/port";
  std::filesystem::remove(port_file);
  std::vector<std::string> command = {Runfile("emulator/maxcompute-emulator"),
                                      "--listen_address=" + address_,
                                      "--data_dir=" + folder_ + "/data",
                                      "--seed_file=" + folder_ + "/seed.yaml",
                                      "--port_file=" + port_file,
                                      "--enable_faults"};
  command.insert(command.end(), flags_.begin(), flags_.end());
  absl::StatusOr<ChildProcess> started = ChildProcess::Start(command, folder_ + "/log");
  SLUICE_CHECK(started.ok()) << started.status();
  process_.emplace(*std::move(started));
  for (int i = 0; i < 1500 && !std::filesystem::exists(port_file); ++i) {
    SLUICE_CHECK(process_->IsRunning()) << process_->LogTail();
    Pause();
  }
  std::ifstream file(port_file);
  std::getline(file, address_);
  SLUICE_CHECK(!address_.empty()) << process_->LogTail();
}

std::string Emulator::principal() const {
  return maxcompute::RoleName{.account_uid = kOwnerUid, .role = kRole}.Principal();
}

absl::StatusOr<std::string> Emulator::Sql(const std::string& statement) {
  return connection_->sql().Run(kProject, statement);
}

absl::StatusOr<maxcompute::SqlRows> Emulator::Select(const std::string& statement) {
  return connection_->sql().Select(kProject, statement);
}

absl::Status Emulator::GrantTable(const std::string& table) {
  return Sql(absl::StrCat("grant Describe, Alter, Update on table ", table, " to user `",
                          principal(), "`"))
      .status();
}

absl::Status Emulator::CreateRole(const std::string& role, const std::string& service) {
  maxcompute::RpcClient ram(http_, *owner_, clock_, {.endpoint = sts_endpoint()});
  const std::string policy = absl::StrCat(
      R"({"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":[")",
      service, R"("]}}],"Version":"1"})");
  SLUICE_ASSIGN_OR_RETURN(maxcompute::RpcAnswer answer,
                          ram.Call("CreateRole", "2015-05-01",
                                   {{"RoleName", role}, {"AssumeRolePolicyDocument", policy}}));
  if (!answer.ok())
    return absl::InternalError(absl::StrCat(answer.error.code, ": ", answer.error.message));
  return absl::OkStatus();
}

absl::Status Emulator::MakeScenario(const std::string& table) {
  SLUICE_RETURN_IF_ERROR(
      Sql(absl::StrCat("CREATE TABLE IF NOT EXISTS ", table,
                       "(topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING) "
                       "PARTITIONED by (pt STRING);"))
          .status());
  SLUICE_RETURN_IF_ERROR(CreateRole(kRole));
  const std::string user = absl::StrCat("`", principal(), "`");
  for (const std::string& statement :
       {absl::StrCat("add user ", user),
        absl::StrCat("grant CreateInstance on project ", kProject, " to user ", user)}) {
    SLUICE_RETURN_IF_ERROR(Sql(statement).status());
  }
  return GrantTable(table);
}

absl::StatusOr<std::map<std::pair<int64_t, int64_t>, int>> Emulator::RowsByOffset(
    const std::string& table) {
  const maxcompute::TableName name{.project = kProject, .schema = "", .table = table};
  SLUICE_ASSIGN_OR_RETURN(maxcompute::PartitionPage page,
                          connection_->catalog().ListPartitions(name, 1000, ""));
  std::map<std::pair<int64_t, int64_t>, int> rows;
  for (const maxcompute::PartitionSpec& partition : page.partitions) {
    SLUICE_ASSIGN_OR_RETURN(maxcompute::DownloadSession session,
                            connection_->tunnel().CreateDownload(name, partition));
    if (session.rows == 0) continue;
    SLUICE_ASSIGN_OR_RETURN(
        std::vector<maxcompute::Row> found,
        connection_->tunnel().ReadRows(session, {.first = 0, .count = session.rows},
                                       {"partition", "offset"}));
    for (const maxcompute::Row& row : found) {
      ++rows[{std::get<int64_t>(row[0].data), std::get<int64_t>(row[1].data)}];
    }
  }
  return rows;
}

std::string Emulator::Faults(const std::string& method, const std::string& path,
                             const std::string& body) {
  http::HttpRequest request;
  request.method = method;
  request.url = absl::StrCat("http://", address_, "/emulator/faults", path);
  request.body = body;
  absl::StatusOr<http::HttpResponse> response = http_.Send(request);
  SLUICE_CHECK(response.ok()) << response.status();
  SLUICE_CHECK(response->status / 100 == 2) << response->status << " " << response->body;
  return response->body;
}

std::string Emulator::AddFault(const std::string& json) {
  return nlohmann::json::parse(Faults("POST", "", json)).at("id").get<std::string>();
}

int Emulator::Holding(const std::string& fault_id) {
  nlohmann::json all = nlohmann::json::parse(Faults("GET", "", ""));
  if (all.is_object()) all = all.begin().value();
  for (const auto& fault : all) {
    if (fault.at("id") == fault_id) return fault.at("holding").get<int>();
  }
  return 0;
}

bool Emulator::WaitUntilHolding(const std::string& fault_id) {
  for (int i = 0; i < 1500; ++i) {
    if (Holding(fault_id) > 0) return true;
    Pause();
  }
  return false;
}

void Emulator::Release(const std::string& fault_id) {
  Faults("POST", absl::StrCat("/", fault_id, "/release"), "");
}

void Emulator::RemoveFault(const std::string& fault_id) { Faults("DELETE", "/" + fault_id, ""); }

}  // namespace sluice::cluster
