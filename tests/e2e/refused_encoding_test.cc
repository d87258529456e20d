// An endpoint that does not take the encoding in which blocks are packed by default.

#include <string>

#include "gtest/gtest.h"
#include "tests/e2e/worker_scenario.h"

namespace sluice::e2e {
namespace {

using RefusedEncoding = WorkerScenario;

TEST_F(RefusedEncoding, RowsArriveOnceByAnotherOneAndTheEndpointIsAskedOnlyOnce) {
  MakeSource(1);
  emulator_->AddFault(
      R"({"match":{"operation":"put_block"},"action":"fail","status":501,"code":"NotImplemented","times":1})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 20);

  EXPECT_TRUE(WaitForLog(worker, "an endpoint does not take an encoding")) << worker.LogTail();
  ASSERT_TRUE(WaitForRows(20)) << worker.LogTail();

  // The next refusal is no longer about an encoding: deflate is taken by every service.
  Send(0, 20);
  ExpectTableEqualsTopic();
}

// What the worker packs by each encoding is read by the emulator's own decoding.
class EachEncoding : public WorkerScenario, public ::testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(, EachEncoding,
                         ::testing::Values("auto", "none", "deflate", "zstd", "lz4", "snappy"));

TEST_P(EachEncoding, ArrivesWhole) {
  MakeSource(1);
  worker_flags_ = {std::string("--block_codec=") + GetParam()};
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 500);

  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::e2e
