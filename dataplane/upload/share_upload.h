#ifndef SLUICE_DATAPLANE_UPLOAD_SHARE_UPLOAD_H_
#define SLUICE_DATAPLANE_UPLOAD_SHARE_UPLOAD_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/sync/mutex.h"
#include "dataplane/upload/open_block.h"

namespace sluice::dataplane {

// What a writer remembers of a share that it carries; each kind of writer has its own.
class ShareProgress {
 public:
  virtual ~ShareProgress() = default;
};

// The rows of a batch that go into one table partition, on their way into an upload session of
// their own.
//
// Blocks may go while the batch still takes rows. One that is not acknowledged is kept, and sent
// again as the same bytes under the same id (rule S7); one that is, is let go.
//
// Who fills the batch adds; a ShareWriter takes. Any thread may call what is not said to be of the
// filling thread.
class ShareUpload {
 public:
  explicit ShareUpload(std::string partition_value)
      : partition_value_(std::move(partition_value)) {}

  const std::string& partition_value() const { return partition_value_; }

  // ---- of the filling thread, until the batch is sealed; then of whoever has it

  void CountRow(int64_t offset) {
    if (rows_++ == 0) first_row_offset_ = offset;
  }
  int64_t first_row_offset() const { return first_row_offset_; }
  int64_t rows() const { return rows_; }
  int64_t blocks() const { return blocks_; }
  // Of its blocks, as they go over the wire.
  int64_t bytes() const { return bytes_; }

  void Add(PackedBlock block) {
    MutexLock lock(mu_);
    ++blocks_;
    bytes_ += static_cast<int64_t>(block.bytes.size());
    waiting_bytes_ += static_cast<int64_t>(block.bytes.size());
    waiting_.push_back(std::move(block));
  }

  // Whether the budget of sessions has been asked for one.
  bool may_open() const { return may_open_; }
  void AllowOpening() { may_open_ = true; }

  // ---- of any thread

  // Of blocks that are not acknowledged.
  int64_t waiting_bytes() {
    MutexLock lock(mu_);
    return waiting_bytes_;
  }

  // Nobody wants these rows any more: no further block is sent.
  void GiveUp() { given_up_.store(true); }
  bool given_up() const { return given_up_.load(); }

  // What a writer works with: one sender at a time.
  class Sending {
   public:
    explicit Sending(ShareUpload& share) : share_(share), lock_(share.sending_mu_) {}

    // The next block to send; stays where it is while others are added. Null when none waits, or
    // the share is given up.
    const PackedBlock* Next() const { return share_.given_up() ? nullptr : share_.Next(); }
    // All of them, in their order.
    std::vector<const PackedBlock*> Waiting() const { return share_.Waiting(); }
    // Of the next one: it is let go.
    void Acknowledged() { share_.Acknowledged(); }

    // What this kind of writer remembers of the share; new when there is nothing yet.
    template <typename Progress>
    Progress& progress() {
      if (share_.progress_ == nullptr) share_.progress_ = std::make_unique<Progress>();
      return static_cast<Progress&>(*share_.progress_);
    }

   private:
    ShareUpload& share_;
    MutexLock lock_;
  };

 private:
  friend class BlockCarrier;

  const PackedBlock* Next() {
    MutexLock lock(mu_);
    return waiting_.empty() ? nullptr : &waiting_.front();
  }
  std::vector<const PackedBlock*> Waiting() {
    MutexLock lock(mu_);
    std::vector<const PackedBlock*> blocks;
    for (const PackedBlock& block : waiting_) blocks.push_back(&block);
    return blocks;
  }
  void Acknowledged() {
    MutexLock lock(mu_);
    waiting_bytes_ -= static_cast<int64_t>(waiting_.front().bytes.size());
    waiting_.pop_front();
  }

  const std::string partition_value_;
  int64_t first_row_offset_ = 0;
  int64_t rows_ = 0;
  int64_t blocks_ = 0;
  int64_t bytes_ = 0;
  bool may_open_ = false;
  std::atomic<bool> given_up_ = false;
  std::atomic<bool> carried_ = false;  // A carrier has it, or will; or has failed with it.

  Mutex mu_;
  std::deque<PackedBlock> waiting_ SLUICE_GUARDED_BY(mu_);
  int64_t waiting_bytes_ SLUICE_GUARDED_BY(mu_) = 0;

  Mutex sending_mu_;  // Held while blocks are sent: one sender at a time.
  std::unique_ptr<ShareProgress> progress_ SLUICE_GUARDED_BY(sending_mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_SHARE_UPLOAD_H_
