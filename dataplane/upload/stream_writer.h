#ifndef SLUICE_DATAPLANE_UPLOAD_STREAM_WRITER_H_
#define SLUICE_DATAPLANE_UPLOAD_STREAM_WRITER_H_

#include <cstdint>
#include <list>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/sync/mutex.h"
#include "dataplane/upload/planned_table.h"
#include "dataplane/upload/share_writer.h"
#include "maxcompute/tunnel/stream_tunnel.h"

namespace sluice::dataplane {

// Writes blocks through streams: each is in the table, and visible, when it is acknowledged. A
// block without a clear answer is sent again, so its rows may be there twice.
//
// Streams are kept open for the next block of their table partition. Borrows `streams` and `table`.
class StreamWriter : public ShareWriter {
 public:
  StreamWriter(maxcompute::StreamTunnel& streams, const PlannedTable& table)
      : streams_(streams), table_(table) {}

  absl::Status Upload(ShareUpload& upload) override;
  std::optional<formats::IntentSession> Named(ShareUpload& upload) const override {
    return std::nullopt;
  }
  bool takes_open_shares() const override { return true; }

 private:
  // Streams of table partitions that get no rows any more are let go, the oldest first.
  static constexpr size_t kIdleMax = 64;

  absl::StatusOr<maxcompute::StreamSession> Take(const std::string& partition_value);
  void GiveBack(maxcompute::StreamSession session);

  maxcompute::StreamTunnel& streams_;
  const PlannedTable& table_;

  Mutex mu_;
  // Which nobody is writing to, the last used first.
  std::list<maxcompute::StreamSession> idle_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_STREAM_WRITER_H_
