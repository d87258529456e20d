// What operators see of running daemons: whether they live and are ready, what they have counted,
// and what they log of one connector.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/http/curl_client.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Read(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Operators : public ProductScenario {
 protected:
  void SetUp() override {
    ProductScenario::SetUp();
    MakeTopic(topic_);
  }

  http::HttpResponse Page(const std::string& address, const std::string& path) {
    const auto response = http_.Send({.url = "http://" + address + path});
    EXPECT_THAT(response, IsOk()) << path;
    return response.ok() ? *response : http::HttpResponse();
  }

  std::string ControlPlanePages() { return Address(control_plane_->folder() + "/http_port"); }
  std::string WorkerPages(const std::string& worker) {
    return Address(control_plane_->folder() + "/" + worker + "/http_port");
  }

  // The value of a series whose line begins so; -1: there is none.
  double Value(const std::string& address, const std::string& beginning) {
    const std::string text = Page(address, "/metrics").body;
    for (absl::string_view line : absl::StrSplit(text, '\n')) {
      double value = -1;
      if (absl::StartsWith(line, beginning) &&
          absl::SimpleAtod(line.substr(line.rfind(' ') + 1), &value)) {
        return value;
      }
    }
    return -1;
  }

  bool Is(const std::string& address, const std::string& path, int status) {
    return WaitFor([&] { return Page(address, path).status == status; });
  }

  http::CurlClient http_;

 private:
  std::string Address(const std::string& file) {
    EXPECT_TRUE(WaitFor([&] { return !Read(file).empty(); }));
    std::string address = Read(file);
    while (!address.empty() && address.back() == '\n') address.pop_back();
    return address;
  }
};

TEST_F(Operators, SeeWhetherTheDaemonsLiveAndAreReadyAndWhatTheyHaveDone) {
  const std::string plane = ControlPlanePages();
  EXPECT_EQ(Page(plane, "/healthz").status, 200);
  EXPECT_TRUE(Is(plane, "/readyz", 200));
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  const std::string pages = WorkerPages("worker");
  EXPECT_TRUE(Is(pages, "/readyz", 200));

  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  for (int i = 0; i < 5; ++i) Send();
  ExpectTableEqualsTopic();

  const std::string task = absl::StrCat("{connector=\"", name(), "\",task=\"0\"}");
  EXPECT_EQ(Value(pages, "sluice_worker_rows_committed_total" + task), 5);
  EXPECT_EQ(Value(pages, absl::StrCat("sluice_worker_task_state{connector=\"", name(),
                                      "\",state=\"RUNNING\"")),
            1);
  EXPECT_EQ(Value(pages, "sluice_worker_control_plane_connected"), 1);
  EXPECT_GT(Value(pages, "sluice_worker_commit_duration_seconds_count"), 0);
  EXPECT_EQ(Value(plane, "sluice_controlplane_connected_workers"), 1);
  EXPECT_EQ(Value(plane,
                  "sluice_controlplane_answered_calls_total{code=\"OK\",method="
                  "\"ConnectorService/DeployConnector\"}"),
            1);
  EXPECT_GT(Value(plane, "sluice_controlplane_reconcile_steps_total{outcome=\"OK\"}"), 0);

  // A worker that goes on by itself is as ready as before; one that was never told anything is not.
  control_plane_->Kill();
  EXPECT_TRUE(WaitFor([&] { return Value(pages, "sluice_worker_control_plane_connected") == 0; }));
  EXPECT_EQ(Page(pages, "/readyz").status, 200);
  cluster::ChildProcess newcomer = control_plane_->StartWorker("newcomer");
  const std::string others = WorkerPages("newcomer");
  EXPECT_EQ(Page(others, "/healthz").status, 200);
  EXPECT_THAT(Page(others, "/readyz").body, HasSubstr("no control plane answers"));
}

TEST_F(Operators, CanLookAtOneConnectorCloselyForAWhileAndNothingIsBegunAnew) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  Send();
  ExpectTableEqualsTopic();
  EXPECT_THAT(Read(worker.log_file()), Not(HasSubstr("rows are in the table")));

  v1::SetConnectorLogLevelRequest request;
  request.set_name(name());
  request.set_level("debug");
  request.mutable_duration()->set_seconds(60);
  ASSERT_THAT(control_plane_->api().SetConnectorLogLevel(request), IsOk());

  EXPECT_TRUE(WaitFor([&] {
    Send();
    return absl::StrContains(Read(worker.log_file()), "rows are in the table");
  }));
  ExpectTableEqualsTopic();
  const std::string log = Read(worker.log_file());
  int begun = 0;
  for (absl::string_view line : absl::StrSplit(log, '\n')) {
    begun += absl::StrContains(line, "task starts");
  }
  EXPECT_EQ(begun, 1);
}

TEST_F(Operators, ReadLogsAsJsonWithConnectorTaskAndRequestId) {
  cluster::ChildProcess worker =
      control_plane_->StartWorker("worker", {"--log_format=json", "--log_level=debug"});
  control_plane_->Kill();
  control_plane_->Start(/*until_it_serves=*/true, {"--log_format=json"});
  v1::CreateConnectorRequest create;
  create.set_parent(instance_);
  create.set_connector_id(connector_);
  create.set_request_id("build-7");
  *create.mutable_connector() = Definition();
  ASSERT_THAT(control_plane_->api().CreateConnector(create), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));

  const auto lines = [](const std::string& log, const std::string& message) {
    std::vector<nlohmann::json> found;
    for (absl::string_view line : absl::StrSplit(log, '\n')) {
      // Lines of libraries are their own.
      if (!absl::StartsWith(line, "{\"time\"")) continue;
      nlohmann::json object = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
      EXPECT_TRUE(object.is_object()) << std::string(line);
      if (object.value("msg", "") == message) found.push_back(object);
    }
    return found;
  };
  bool told = false;
  for (const auto& line : lines(Read(control_plane_->process().log_file()), "call answered")) {
    told = told || (line["request_id"] == "build-7" && line["connector"] == name() &&
                    line["code"] == "OK" && line["took_ms"].is_number());
  }
  EXPECT_TRUE(told) << control_plane_->process().LogTail();
  const auto starts = lines(Read(worker.log_file()), "task starts");
  ASSERT_EQ(starts.size(), 1);
  EXPECT_EQ(starts[0]["connector"], name());
  EXPECT_EQ(starts[0]["task"], 0);
  EXPECT_THAT(Read(worker.log_file()), Not(HasSubstr(cluster::Emulator::kServiceKeySecret)));
}

}  // namespace
}  // namespace sluice::e2e
