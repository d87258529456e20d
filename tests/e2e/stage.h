#ifndef SLUICE_TESTS_E2E_STAGE_H_
#define SLUICE_TESTS_E2E_STAGE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/http/server/http_server.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/control_plane.h"
#include "tests/cluster/emulator.h"

namespace sluice::e2e {

// Moves the world around Sluice for stories that another program tells, which ask for it by HTTP on
// loopback. An answer comes when it is done: 200, or 400 with the reason as text.
//
//   POST /sql            a statement, which the project's owner runs
//   POST /topics         {"topic", "partitions", "configs": {name: value}}; all but the topic may
//                        be left out
//   POST /records        {"topic", "records": [{"key", "value", "partition", "timestampMs"}]}; all
//                        but the value may be left out
//   POST /worker/kill    kill -9
//   POST /worker/start   once more, by the same name
//
// Borrows everything, which must outlive it and is nobody else's meanwhile. Does one thing at a
// time. The worker dies with it.
class Stage {
 public:
  Stage(cluster::Emulator& emulator, cluster::ControlPlane& control_plane, kafka::Admin& admin,
        kafka::Producer& producer, std::vector<std::string> worker_flags);
  ~Stage();

  // "http://127.0.0.1:port"
  std::string url() const;

 private:
  http::ServerResponse Answer(const http::ServerRequest& request);
  absl::Status Do(const std::string& what, const std::string& body);
  absl::Status MakeTopic(const std::string& body);
  absl::Status Write(const std::string& body);
  void StartWorker();

  cluster::Emulator& emulator_;
  cluster::ControlPlane& control_plane_;
  kafka::Admin& admin_;
  kafka::Producer& producer_;
  const std::vector<std::string> worker_flags_;
  std::optional<cluster::ChildProcess> worker_;
  std::unique_ptr<http::HttpServer> server_;
};

}  // namespace sluice::e2e

#endif  // SLUICE_TESTS_E2E_STAGE_H_
