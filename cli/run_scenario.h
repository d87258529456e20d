#ifndef SLUICE_CLI_RUN_SCENARIO_H_
#define SLUICE_CLI_RUN_SCENARIO_H_

#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "api/client/client.h"
#include "api/client/fake_transport.h"
#include "base/time/simulated_clock.h"
#include "cli/run.h"
#include "gtest/gtest.h"

namespace sluice::cli {

inline constexpr char kOrders[] = "instances/local/connectors/orders";

inline std::string Connectors(const std::string& method) {
  return "/sluice.v1.ConnectorService/" + method;
}

// Lends the one fake to every dial.
class Lent : public client::Transport {
 public:
  explicit Lent(client::Transport& transport) : transport_(transport) {}
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response, absl::Duration timeout) override {
    return transport_.Call(method, request, response, timeout);
  }
  absl::Status Stream(absl::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message* response, absl::FunctionRef<bool()> take,
                      absl::Duration timeout) override {
    return transport_.Stream(method, request, response, take, timeout);
  }

 private:
  client::Transport& transport_;
};

// sluicectl against a control plane that answers as the test says.
class RunScenario : public ::testing::Test {
 protected:
  int Sluicectl(const std::vector<std::string>& words) {
    out_.str("");
    err_.str("");
    in_.clear();
    return cli::Run(words, {.environment =
                                [this](const std::string& name) {
                                  if (name == "SLUICE_INSTANCE") return std::string("local");
                                  return name == "SLUICE_TOKEN_FILE" ? token_file_ : "";
                                },
                            .dial =
                                [this](const std::string& server, const client::Access& access) {
                                  server_ = server;
                                  access_ = access;
                                  return std::make_unique<Lent>(transport_);
                                },
                            .clock = clock_,
                            .in = in_,
                            .out = out_,
                            .err = err_,
                            .terminal = terminal_});
  }

  // The method answers `connector` in each of `states` in turn, in the last one from then on.
  template <typename Request>
  void AnswerStates(const std::string& method, std::vector<v1::Connector::State> states) {
    transport_.On<Request, v1::Connector>(Connectors(method),
                                          [this, states](const Request&) mutable {
                                            v1::Connector connector = connector_;
                                            connector.set_name(kOrders);
                                            connector.set_state(states.front());
                                            if (states.size() > 1) states.erase(states.begin());
                                            return connector;
                                          });
  }

  client::FakeTransport transport_;
  SimulatedClock clock_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::string token_file_;  // SLUICE_TOKEN_FILE.
  client::Access access_;   // Of the last dial.
  std::string server_;
  bool terminal_ = false;
  v1::Connector connector_;
};

}  // namespace sluice::cli

#endif  // SLUICE_CLI_RUN_SCENARIO_H_
