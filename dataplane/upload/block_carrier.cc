#include "dataplane/upload/block_carrier.h"

#include "base/log/log.h"

namespace sluice::dataplane {
namespace {

// One that hangs leaves two for the others.
constexpr int kThreads = 3;
// Shares, not blocks: one for each table partition of each source partition at most.
constexpr size_t kWaitingMax = 10'000;

}  // namespace

void BlockCarrier::Carry(const std::shared_ptr<ShareUpload>& share) {
  if (!writer_.takes_open_shares() || share->carried_.exchange(true)) return;
  if (queue_ == nullptr) queue_ = std::make_unique<WorkQueue>(kThreads, kWaitingMax);
  const bool taken = queue_->Run([this, share] {
    if (absl::Status sent = writer_.Upload(*share); !sent.ok()) {
      log::Debug("full blocks wait until their batch is flushed",
                 {{"table_partition", share->partition_value()}, {"error", sent}});
      return;
    }
    share->carried_.store(false);
  });
  if (!taken) share->carried_.store(false);
}

}  // namespace sluice::dataplane
