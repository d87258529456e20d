#ifndef SLUICE_DATAPLANE_UPLOAD_BLOCK_CARRIER_H_
#define SLUICE_DATAPLANE_UPLOAD_BLOCK_CARRIER_H_

#include <memory>

#include "base/sync/work_queue.h"
#include "dataplane/upload/share_upload.h"
#include "dataplane/upload/share_writer.h"

namespace sluice::dataplane {

// Sends full blocks while their batches still take rows, on a few threads of its own that begin
// with the first block. So a batch may hold far more than memory does.
//
// It only tries: a share that it fails with is left to whoever flushes the batch, with whatever the
// error was. Borrows `writer`. One thread calls; the destructor waits for blocks under way.
class BlockCarrier {
 public:
  explicit BlockCarrier(ShareWriter& writer) : writer_(writer) {}

  // Sends what waits in the share, if the writer takes shares that are not sealed. Nothing happens
  // while it is being sent, or when it has failed: call again whenever blocks wait.
  void Carry(const std::shared_ptr<ShareUpload>& share);

 private:
  ShareWriter& writer_;
  std::unique_ptr<WorkQueue> queue_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_BLOCK_CARRIER_H_
