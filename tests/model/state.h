#ifndef SLUICE_TESTS_MODEL_STATE_H_
#define SLUICE_TESTS_MODEL_STATE_H_

#include <array>
#include <cstdint>
#include <type_traits>

#include "dataplane/commit/batch_step.h"

namespace sluice::model {

// The world of one connector, as small as it can be: two source partitions of a few records, two
// table partitions, up to three processes.

inline constexpr int kSourcesMax = 2;
inline constexpr int kOffsetsMax = 4;
inline constexpr int kTablePartitionsMax = 2;
inline constexpr int kProcessesMax = 3;
inline constexpr int kSharesMax = kTablePartitionsMax;
inline constexpr int kSessionsMax = 24;
inline constexpr int kMessagesMax = 8;
inline constexpr int8_t kNobody = -1;

// Rows by source, offset and table partition: one bit each.
using Rows = uint16_t;
static_assert(kSourcesMax * kOffsetsMax * kTablePartitionsMax <= 16);

constexpr Rows RowAt(int source, int offset, int table_partition) {
  return static_cast<Rows>(
      1u << ((source * kOffsetsMax + offset) * kTablePartitionsMax + table_partition));
}
// The row of this record, in whatever table partition.
constexpr Rows RowsOf(int source, int offset) {
  return RowAt(source, offset, 0) | RowAt(source, offset, 1);
}

// What an intent says of one session.
struct Share {
  int8_t session = 0;
  int8_t table_partition = 0;
  int8_t rows = 0;
  int8_t first_row = 0;
};

// A range of one source partition and the sessions that hold its rows. No shares: nothing is open.
struct Batch {
  int8_t first = 0;
  int8_t next = 0;
  int8_t revision = 0;
  int8_t shares = 0;
  std::array<Share, kSharesMax> share = {};
};

// The group's committed offset of one source partition, and its metadata.
struct Entry {
  bool present = false;
  int8_t offset = 0;
  int8_t table_holds_until = 0;  // 0: the table need not be asked.
  Batch batch;
};

enum class SessionState : int8_t { kNormal, kClosing, kClosed, kExpired, kForgotten };

struct Session {
  SessionState state = SessionState::kNormal;
  Rows rows = 0;
};

// Where a process is with one source partition.
enum class Phase : int8_t {
  kNotOurs,
  kReadEntry,  // Assigned; the entry is to be read.
  kReading,    // Nothing open: records from `next` on become the next batch.
  kAtStep,     // A batch is at `step`.
  kRedo,       // The dead shares of `batch` are read again.
  kStopped,    // A session looks unlike its entry: AMBIGUOUS_COMMIT, until it is looked at again.
  kAmbiguous,  // The table could not tell either: only a person can.
};

struct Work {
  Phase phase = Phase::kNotOurs;
  dataplane::BatchStep step = dataplane::BatchStep::kUpload;
  bool ours = false;             // This process has uploaded the batch.
  bool outstanding = false;      // The OffsetCommit of this step has no answer yet.
  int8_t next = 0;               // Of kReading: from where. Of kAdvance: where to.
  int8_t dead = 0;               // Of kRedo: by bit of the share.
  int8_t already_there = 0;      // By bit of the offset: rows that the table was found to hold.
  int8_t table_holds_until = 0;  // As in the entry that stands.
  Batch batch;
};

struct Process {
  bool joined = false;  // It has a consumer.
  bool member = false;  // The group counts it in.
  bool synced = false;  // It knows the group's present generation.
  std::array<Work, kSourcesMax> work = {};
  // What an assignment that is over left in memory. With all rules on nothing is made of it.
  std::array<Work, kSourcesMax> left = {};
};

enum class MessageKind : int8_t { kNone, kOffsetCommit, kTunnelCommit, kPutBlock };

// A copy of a request that may still arrive.
struct Message {
  MessageKind kind = MessageKind::kNone;
  int8_t process = 0;                        // Of kOffsetCommit.
  int8_t session = 0;                        // Of the others.
  std::array<bool, kSourcesMax> names = {};  // Of kOffsetCommit: which sources.
  Rows rows = 0;                             // Of kPutBlock.
  std::array<Entry, kSourcesMax> entries = {};
};

// How much may still go wrong.
struct Budget {
  int8_t crashes = 0;
  int8_t faults = 0;  // Of the network: late, lost and doubled requests and answers.
  int8_t moves = 0;   // Of partitions between processes that are alive.
  int8_t expirations = 0;
  int8_t forgotten = 0;   // Sessions that the tunnel no longer knows.
  int8_t vanishings = 0;  // Of the group's offsets.
  int8_t reroutings = 0;  // New revisions.
};

struct State {
  std::array<Entry, kSourcesMax> ledger = {};
  std::array<Entry, kSourcesMax> before = {};  // The ledger before its last write.
  std::array<Session, kSessionsMax> sessions = {};
  std::array<Process, kProcessesMax> processes = {};
  std::array<Message, kMessagesMax> network = {};       // Those that are there come first.
  std::array<int8_t, kSourcesMax> owner = {};           // Process, or kNobody.
  std::array<bool, kSourcesMax> revoked = {};           // The owner is asked to let go.
  std::array<int8_t, kSourcesMax> connect_offset = {};  // Once the group's offsets have vanished.
  Budget budget;
  Rows table = 0;
  bool row_twice = false;  // Some row has come into the table again.
  int8_t session_count = 0;
  int8_t revision = 0;
};
static_assert(std::is_trivially_copyable_v<State>);

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_STATE_H_
