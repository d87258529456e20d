#include "base/kafka/kafka_connection_probe.h"

#include <algorithm>
#include <memory>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "base/kafka/admin_call.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/config_answer.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(50);
// After a failure, how long another address of the same server gets to do better: `localhost` is
// often ::1 first, where nobody listens.
constexpr absl::Duration kGrace = absl::Milliseconds(1000);

// What closing a client takes whose connections are still being made.
constexpr absl::Duration kClosing = absl::Milliseconds(1200);

// A broker as the cluster advertises it.
struct Node {
  std::string id;
  std::string address;
};

class Attempt {
 public:
  Attempt(ClientHandle& client, absl::Time deadline)
      : client_(client),
        deadline_(deadline),
        bootstrap_(absl::StrSplit(client.settings().bootstrap_servers, ',')) {}

  absl::StatusOr<ClusterDescription> Run() {
    SLUICE_RETURN_IF_ERROR(DescribeCluster());
    SLUICE_RETURN_IF_ERROR(AskEachNode());
    SLUICE_RETURN_IF_ERROR(CheckThatAnythingIsAllowed());
    cluster_.broker_version =
        cluster_.broker_version.empty() ? client_.BrokerRelease() : cluster_.broker_version;
    return cluster_;
  }

 private:
  absl::Duration left() const { return deadline_ - absl::Now(); }

  // Waits for the answer as long as it can still come; otherwise why `servers` gave none.
  absl::Status AwaitOrExplain(AdminCall& call, const std::set<std::string>& servers) {
    while (!call.IsAnswered(kLook)) {
      if (left() > absl::ZeroDuration() && !IsHopeless(servers)) continue;
      return MostTelling(servers);
    }
    absl::StatusOr<rd_kafka_event_t*> event = call.Await();
    const bool unheard =
        absl::IsUnavailable(event.status()) || absl::IsFailedPrecondition(event.status());
    return unheard ? MostTelling(servers) : event.status();
  }

  // Every broker must be reached where the cluster advertises it, so one that is not is enough.
  bool IsAdvertised(const ConnectionFailure& failure) const {
    return !failure.server.empty() && bootstrap_.count(failure.server) == 0;
  }

  bool IsHopeless(const std::set<std::string>& servers) const {
    std::set<std::string> failed;
    bool certain = false;
    for (const ConnectionFailure& failure : client_.Failures()) {
      // A password is as wrong for the others.
      certain = certain || IsAdvertised(failure) || failure.reason == reason::kAuthenticationFailed;
      if (servers.count(failure.server) > 0) failed.insert(failure.server);
    }
    return (certain || failed.size() == servers.size()) &&
           absl::Now() - client_.last_new_failure() > kGrace;
  }

  absl::Status MostTelling(const std::set<std::string>& servers) const {
    ConnectionFailure best = {.server = *servers.begin(),
                              .reason = reason::kConnectionTimedOut,
                              .complaint = "no answer in time"};
    int telling = -1;
    for (const ConnectionFailure& failure : client_.Failures()) {
      const int weight = failure.telling() + (IsAdvertised(failure) ? 100 : 0);
      if (failure.server.empty() || weight <= telling) continue;
      best = failure;
      telling = weight;
    }
    const absl::Status status = kafka::StatusOf(best, client_.settings());
    if (!IsAdvertised(best)) return status;
    return WithRemedy(
        Annotate(status,
                 absl::StrCat("the bootstrap servers answer, but a broker is not reached at ",
                              best.server, ", where the cluster advertises it")),
        absl::StrCat(RemedyOf(status),
                     "; or have the broker's advertised.listeners name an address "
                     "that is reached from here"));
  }

  absl::Status DescribeCluster() {
    AdminCall call(client_, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, left(), "describing the cluster");
    call.AskForRights();
    rd_kafka_DescribeCluster(client_.get(), call.options(), call.queue());
    SLUICE_RETURN_IF_ERROR(AwaitOrExplain(call, bootstrap_));
    SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
    const rd_kafka_DescribeCluster_result_t* result = rd_kafka_event_DescribeCluster_result(event);
    const char* id = rd_kafka_DescribeCluster_result_cluster_id(result);
    cluster_.cluster_id = id == nullptr ? "" : id;
    rd_kafka_DescribeCluster_result_authorized_operations(result, &allowed_on_cluster_);
    size_t count = 0;
    const rd_kafka_Node_t** nodes = rd_kafka_DescribeCluster_result_nodes(result, &count);
    for (size_t i = 0; i < count; ++i) {
      nodes_.push_back(
          {absl::StrCat(rd_kafka_Node_id(nodes[i])),
           absl::StrCat(rd_kafka_Node_host(nodes[i]), ":", rd_kafka_Node_port(nodes[i]))});
    }
    cluster_.brokers = static_cast<int>(count);
    return absl::OkStatus();
  }

  // Each broker must be reached at the address that it advertises: a client gets along with the
  // bootstrap servers only for its first question.
  absl::Status AskEachNode() {
    std::vector<std::unique_ptr<AdminCall>> calls;
    for (const Node& node : nodes_) {
      auto& call = calls.emplace_back(
          std::make_unique<AdminCall>(client_, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, left(),
                                      absl::StrCat("reading the configuration of broker ", node.id),
                                      std::vector<Right>{OnCluster(Operation::kDescribeConfigs)}));
      rd_kafka_ConfigResource_t* asked =
          rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_BROKER, node.id.c_str());
      rd_kafka_DescribeConfigs(client_.get(), &asked, 1, call->options(), call->queue());
      rd_kafka_ConfigResource_destroy(asked);
    }
    for (size_t i = 0; i < nodes_.size(); ++i) {
      SLUICE_RETURN_IF_ERROR(HearNode(nodes_[i], *calls[i]));
    }
    return absl::OkStatus();
  }

  absl::Status HearNode(const Node& node, AdminCall& call) {
    const absl::Status heard = AwaitOrExplain(call, {node.address});
    // Who may not read the brokers' configuration still gets the rest.
    if (absl::IsPermissionDenied(heard)) return absl::OkStatus();
    SLUICE_RETURN_IF_ERROR(heard);
    SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
    auto configs = ConfigsIn(client_, event);
    if (absl::IsPermissionDenied(configs.status())) return absl::OkStatus();
    SLUICE_RETURN_IF_ERROR(configs.status());
    may_read_configs_ = true;
    AddBrokerConfig((*configs)[node.id], cluster_);
    return absl::OkStatus();
  }

  absl::Status CheckThatAnythingIsAllowed() {
    if (allowed_on_cluster_ > 0 || may_read_configs_) return absl::OkStatus();
    const struct rd_kafka_metadata* metadata = nullptr;
    const rd_kafka_resp_err_t error = rd_kafka_metadata(
        client_.get(), /*all_topics=*/1, nullptr, &metadata,
        static_cast<int>(std::max<int64_t>(100, absl::ToInt64Milliseconds(left()))));
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return client_.StatusOf(error, "listing topics", {OnCluster(Operation::kDescribe)});
    }
    const int topics = metadata->topic_cnt;
    rd_kafka_metadata_destroy(metadata);
    if (topics > 0) return absl::OkStatus();
    const MissingRight missing = {client_.principal(), OnTopic(Operation::kDescribe, "*")};
    return Annotate(DeniedStatus(missing, client_.settings().bootstrap_servers),
                    "the login is accepted, but no topic may be seen and nothing may be asked of "
                    "the cluster");
  }

  ClientHandle& client_;
  const absl::Time deadline_;
  const std::set<std::string> bootstrap_;
  ClusterDescription cluster_;
  std::vector<Node> nodes_;
  size_t allowed_on_cluster_ = 0;
  bool may_read_configs_ = false;
};

}  // namespace

absl::StatusOr<ClusterDescription> KafkaConnectionProbe::Probe(const ConnectionSettings& settings,
                                                               absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + std::max(timeout / 2, timeout - kClosing);
  const int64_t setup_ms = std::clamp<int64_t>(absl::ToInt64Milliseconds(timeout) / 2, 1000, 5000);
  const ClientProperties properties = {
      {"debug", "feature"},
      {"log.connection.close", "true"},
      {"reconnect.backoff.max.ms", "200"},
      {"socket.connection.setup.timeout.ms", absl::StrCat(setup_ms)},
  };
  SLUICE_ASSIGN_OR_RETURN(const auto client,
                          ClientHandle::Create(RD_KAFKA_PRODUCER, settings, properties));
  return Attempt(*client, deadline).Run();
}

}  // namespace sluice::kafka
