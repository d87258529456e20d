// Many clients write to a few connectors at once: some with old etags, some twice under one request
// id. Whatever each of them is answered, there is one order of all calls that explains it, and
// nobody is told of a failure of ours.

#include <atomic>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "api/client/grpc_transport.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/sync/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"
#include "tests/linearizability/linearize.h"

namespace sluice::e2e {
namespace {

using linearizability::Call;
using linearizability::Seen;
using linearizability::Verb;
using ::testing::IsEmpty;

constexpr int kClients = 16;
constexpr int kCalls = 1000;
constexpr int kConnectors = 8;

// What no caller can do anything about.
bool IsOurs(absl::StatusCode code) {
  using Code = absl::StatusCode;
  static const auto& ours = *new std::set<Code>{
      Code::kInternal, Code::kUnknown,           Code::kUnavailable,   Code::kDeadlineExceeded,
      Code::kDataLoss, Code::kResourceExhausted, Code::kUnimplemented, Code::kCancelled};
  return ours.contains(code);
}

class ConcurrentWrites : public ProductScenario {
 protected:
  // What a client knows of a connector from its own answers.
  struct Known {
    std::string etag;
    std::string older_etag;
  };

  std::string ConnectorId(int number) { return absl::StrCat(connector_, "-", number); }
  std::string NameOf(int number) {
    return absl::StrCat(instance_, "/connectors/", ConnectorId(number));
  }

  template <typename Request>
  absl::Status Send(client::Transport& transport, const char* method, Request request, Call& call,
                    v1::Connector& answer) {
    call.begun = absl::Now() - absl::UnixEpoch();
    const absl::Status status = transport.Call(absl::StrCat("/sluice.v1.ConnectorService/", method),
                                               request, &answer, absl::Seconds(60));
    call.ended = absl::Now() - absl::UnixEpoch();
    return status;
  }

  template <typename Request>
  absl::Status SendVerb(client::Transport& transport, const char* method, int connector, Call& call,
                        v1::Connector& answer) {
    Request request;
    request.set_name(NameOf(connector));
    request.set_etag(call.etag);
    request.set_request_id(call.request_id);
    return Send(transport, method, request, call, answer);
  }

  absl::Status Ask(client::Transport& transport, int connector, Call& call, v1::Connector& answer) {
    switch (call.verb) {
      case Verb::kGet: {
        v1::GetConnectorRequest request;
        request.set_name(NameOf(connector));
        return Send(transport, "GetConnector", request, call, answer);
      }
      case Verb::kCreate: {
        v1::CreateConnectorRequest request;
        request.set_parent(instance_);
        request.set_connector_id(ConnectorId(connector));
        request.set_request_id(call.request_id);
        *request.mutable_connector() = Definition();
        request.mutable_connector()->set_description(call.description);
        return Send(transport, "CreateConnector", request, call, answer);
      }
      case Verb::kUpdate: {
        v1::UpdateConnectorRequest request;
        request.mutable_connector()->set_name(NameOf(connector));
        request.mutable_connector()->set_etag(call.etag);
        request.mutable_connector()->set_description(call.description);
        request.mutable_update_mask()->add_paths("description");
        request.set_request_id(call.request_id);
        return Send(transport, "UpdateConnector", request, call, answer);
      }
      case Verb::kDeploy:
        return SendVerb<v1::DeployConnectorRequest>(transport, "DeployConnector", connector, call,
                                                    answer);
      case Verb::kPause:
        return SendVerb<v1::PauseConnectorRequest>(transport, "PauseConnector", connector, call,
                                                   answer);
      case Verb::kResume:
        return SendVerb<v1::ResumeConnectorRequest>(transport, "ResumeConnector", connector, call,
                                                    answer);
      case Verb::kStop:
        return SendVerb<v1::StopConnectorRequest>(transport, "StopConnector", connector, call,
                                                  answer);
      case Verb::kDelete:
        return SendVerb<v1::DeleteConnectorRequest>(transport, "DeleteConnector", connector, call,
                                                    answer);
    }
    return absl::InternalError("no such verb");
  }

  // Sends the call and notes what came of it.
  Call Make(client::Transport& transport, int connector, Call call) {
    v1::Connector answer;
    const absl::Status status = Ask(transport, connector, call, answer);
    call.code = status.code();
    call.reason = ReasonOf(status);
    if (IsOurs(status.code())) ADD_FAILURE() << call.ToString() << " " << status;
    if (status.ok()) {
      call.seen = {answer.uid(), answer.etag(), answer.generation(),
                   v1::Connector::Desired::State_Name(answer.desired_state()),
                   answer.description()};
    }
    MutexLock lock(mu_);
    history_[connector].push_back(call);
    return call;
  }

  static Verb ChooseVerb(std::mt19937& random) {
    static const auto& weights = *new std::discrete_distribution<int>{
        // get, create, update, deploy, pause, resume, stop, delete
        10, 14, 44, 6, 8, 8, 6, 2};
    auto choose = weights;
    return static_cast<Verb>(choose(random));
  }

  void BeClient(int number) {
    std::mt19937 random(static_cast<unsigned>(number));
    client::GrpcTransport transport(control_plane_->address());
    std::map<int, Known> known;
    while (left_.fetch_sub(1) > 0) {
      const int connector = static_cast<int>(random() % kConnectors);
      Call call;
      call.verb = ChooseVerb(random);
      if (call.verb == Verb::kCreate || call.verb == Verb::kUpdate) {
        // Few words, so that some updates change nothing.
        call.description = absl::StrCat("d", random() % 4);
      }
      if (call.verb != Verb::kGet && call.verb != Verb::kCreate) {
        if (random() % 4 == 0) call.etag = known[connector].etag;
        if (random() % 8 == 0) call.etag = known[connector].older_etag;
      }
      const bool twice = call.verb != Verb::kGet && random() % 4 == 0 && left_.fetch_sub(1) > 0;
      if (call.verb != Verb::kGet && (twice || random() % 2 == 0)) {
        call.request_id = absl::StrCat("client-", number, "-", random());
      }
      std::thread repeat;
      if (twice) repeat = std::thread([&] { Make(transport, connector, call); });
      const Call made = Make(transport, connector, call);
      if (repeat.joinable()) repeat.join();
      if (made.code != absl::StatusCode::kOk) continue;
      Known& now = known[connector];
      if (now.etag != made.seen.etag) now = {made.seen.etag, now.etag};
    }
  }

  std::atomic<int> left_ = kCalls;
  Mutex mu_;
  std::map<int, std::vector<Call>> history_ SLUICE_GUARDED_BY(mu_);
};

TEST_F(ConcurrentWrites, HaveOneOrderThatExplainsEveryAnswer) {
  MakeTopic(topic_);
  {
    client::GrpcTransport transport(control_plane_->address());
    for (int i = 0; i < kConnectors; ++i) Make(transport, i, {.verb = Verb::kCreate});
  }
  const absl::Time begun = absl::Now();
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) clients.emplace_back([this, i] { BeClient(i); });
  for (std::thread& client : clients) client.join();
  const absl::Duration took = absl::Now() - begun;

  client::GrpcTransport transport(control_plane_->address());
  for (int i = 0; i < kConnectors; ++i) Make(transport, i, {.verb = Verb::kGet});

  MutexLock lock(mu_);
  std::map<std::string, int> codes;
  for (const auto& [connector, calls] : history_) {
    EXPECT_THAT(linearizability::WhyNotLinearizable(calls), IsEmpty());
    for (const Call& call : calls) {
      ++codes[absl::StrCat(linearizability::NameOf(call.verb), " ",
                           absl::StatusCodeToString(call.code))];
    }
  }
  for (const auto& [code, count] : codes) std::cout << count << " " << code << "\n";
  std::cout << "in " << absl::Trunc(took, absl::Milliseconds(1)) << "\n";
  // A history in which nothing was refused would prove little.
  EXPECT_GT(codes["update ABORTED"], 0);
  EXPECT_GT(codes["create ALREADY_EXISTS"], 0);
  EXPECT_GT(codes["delete OK"], 0);
  EXPECT_GT(codes["update OK"], 100);
  EXPECT_GT(codes["deploy OK"], 0);
}

}  // namespace
}  // namespace sluice::e2e
