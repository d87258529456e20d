#include "tests/model/canonical.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace sluice::model {
namespace {

using Order = std::array<int8_t, kProcessesMax>;  // Which process becomes which.

// Writes a state down with the processes in a new order and the sessions in the order in which they
// are named. The state that comes out has the same bytes.
class Writer {
 public:
  Writer(const State& state, const Scenario& scenario, const Order& order)
      : from_(state), scenario_(scenario), order_(order) {
    names_.fill(-1);
  }

  void Write() {
    to_ = {};
    for (int source = 0; source < scenario_.sources; ++source) {
      to_.ledger[source] = Put(from_.ledger[source]);
      to_.before[source] = Put(from_.before[source]);
      to_.owner[source] = from_.owner[source] == kNobody ? kNobody : New(from_.owner[source]);
      Put(to_.owner[source]);
      Put(to_.revoked[source] = from_.revoked[source]);
      Put(to_.connect_offset[source] = from_.connect_offset[source]);
    }
    for (int source = scenario_.sources; source < kSourcesMax; ++source)
      to_.owner[source] = kNobody;
    for (int8_t process = 0; process < scenario_.processes; ++process) {
      const auto old = std::find(order_.begin(), order_.end(), process) - order_.begin();
      to_.processes[process] = Put(from_.processes[old]);
    }
    PutNetwork();
    const Budget& b = to_.budget = from_.budget;
    for (int8_t left :
         {b.crashes, b.faults, b.moves, b.expirations, b.forgotten, b.vanishings, b.reroutings}) {
      Put(left);
    }
    PutRows(to_.table = from_.table);
    Put(to_.row_twice = from_.row_twice);
    Put(to_.revision = from_.revision);
    for (int session = 0; session < to_.session_count; ++session) {
      Put(static_cast<int8_t>(to_.sessions[session].state));
      PutRows(to_.sessions[session].rows);
    }
  }

  const std::string& bytes() const { return bytes_; }
  const State& state() const { return to_; }

 private:
  void Put(int8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void PutRows(Rows rows) {
    Put(static_cast<int8_t>(rows & 0xFF));
    Put(static_cast<int8_t>(rows >> 8));
  }
  int8_t New(int8_t process) const { return order_[process]; }

  int8_t Name(int8_t session) {
    if (names_[session] < 0) {
      names_[session] = to_.session_count;
      to_.sessions[to_.session_count++] = from_.sessions[session];
    }
    return names_[session];
  }

  Batch Put(const Batch& batch) {
    Batch out = batch;
    Put(batch.shares);
    if (batch.first == 0 && batch.next == 0) return out;
    Put(batch.first);
    Put(batch.next);
    Put(batch.revision);
    for (int i = 0; i < batch.shares; ++i) {
      Share& share = out.share[i];
      share.session = Name(share.session);
      for (int8_t part : {share.session, share.table_partition, share.rows, share.first_row})
        Put(part);
    }
    return out;
  }

  Entry Put(const Entry& entry) {
    Entry out = entry;
    Put(entry.present);
    if (!entry.present) return out;
    Put(entry.offset);
    Put(entry.table_holds_until);
    out.batch = Put(entry.batch);
    return out;
  }

  Work Put(const Work& work) {
    Work out = work;
    Put(static_cast<int8_t>(work.phase));
    if (work.phase == Phase::kNotOurs) return out;
    Put(static_cast<int8_t>(static_cast<int>(work.step) << 2 | work.ours << 1 | work.outstanding));
    for (int8_t part : {work.next, work.dead, work.already_there, work.table_holds_until})
      Put(part);
    out.batch = Put(work.batch);
    return out;
  }

  Process Put(const Process& process) {
    Process out = process;
    Put(static_cast<int8_t>(process.joined << 2 | process.member << 1 | process.synced));
    for (int source = 0; source < scenario_.sources; ++source) {
      out.work[source] = Put(process.work[source]);
      out.left[source] = Put(process.left[source]);
    }
    return out;
  }

  // Of messages that are alike the order does not matter.
  void PutNetwork() {
    std::vector<Message> messages;
    for (const Message& message : from_.network) {
      if (message.kind != MessageKind::kNone) messages.push_back(message);
    }
    auto rank = [&](const Message& message) {
      int first = -1;
      for (int source = 0; source < scenario_.sources; ++source) {
        if (message.names[source])
          first =
              first * 64 + message.entries[source].offset * 8 + message.entries[source].batch.next;
      }
      return std::array<int, 5>{static_cast<int>(message.kind), New(message.process),
                                names_[message.session], message.rows, first};
    };
    std::stable_sort(messages.begin(), messages.end(),
                     [&](const Message& a, const Message& b) { return rank(a) < rank(b); });
    for (size_t i = 0; i < messages.size(); ++i) {
      Message& message = to_.network[i] = messages[i];
      Put(static_cast<int8_t>(message.kind));
      if (message.kind == MessageKind::kOffsetCommit) {
        Put(message.process = New(message.process));
        for (int source = 0; source < scenario_.sources; ++source) {
          Put(message.names[source]);
          if (message.names[source]) message.entries[source] = Put(message.entries[source]);
        }
      } else {
        Put(message.session = Name(message.session));
        PutRows(message.rows);
      }
    }
    Put(0);
  }

  const State& from_;
  const Scenario& scenario_;
  const Order& order_;
  std::array<int8_t, kSessionsMax> names_;
  State to_;
  std::string bytes_;
};

}  // namespace

Canonical::Canonical(const Scenario& scenario, const Rules& rules)
    : scenario_(scenario), ledger_is_read_late_(rules.conduct.entry_is_read_after_assignment) {}

State Canonical::Quiet(const State& state) const {
  State quiet = state;
  if (ledger_is_read_late_) quiet.before = {};
  for (int8_t i = 0; i < scenario_.processes; ++i) {
    Process& process = quiet.processes[i];
    if (!process.joined || !process.member || process.synced) continue;
    process.synced = true;
    for (int source = 0; source < scenario_.sources; ++source) {
      const bool holds = process.work[source].phase != Phase::kNotOurs;
      if (holds != (quiet.owner[source] == i)) process.synced = false;
    }
  }
  return quiet;
}

std::pair<State, std::string> Canonical::Of(const State& state) const {
  const State quiet = Quiet(state);
  Order order = {};
  std::iota(order.begin(), order.end(), int8_t{0});
  std::pair<State, std::string> least;
  do {
    Writer writer(quiet, scenario_, order);
    writer.Write();
    if (least.second.empty() || writer.bytes() < least.second)
      least = {writer.state(), writer.bytes()};
  } while (std::next_permutation(order.begin(), order.begin() + scenario_.processes));
  return least;
}

}  // namespace sluice::model
