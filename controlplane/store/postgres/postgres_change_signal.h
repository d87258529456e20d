#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CHANGE_SIGNAL_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CHANGE_SIGNAL_H_

#include <thread>

#include "absl/functional/function_ref.h"
#include "controlplane/store/change_counter.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// ChangeSignal over LISTEN/NOTIFY, on a connection and a thread of its own. Connects again, with a
// backoff, when the connection breaks, and then signals every change once: what happened meanwhile
// was not heard. Borrows the database. The destructor stops and joins.
class PostgresChangeSignal : public ChangeSignal {
 public:
  explicit PostgresChangeSignal(Database& database);
  ~PostgresChangeSignal() override;

  int64_t Count(Change change) override { return counter_.Count(change); }
  int64_t WaitBeyond(Change change, int64_t seen, absl::Duration timeout) override {
    return counter_.WaitBeyond(change, seen, timeout);
  }
  void Stop() override { counter_.Stop(); }

 private:
  void Listen();
  // Until the connection breaks (throws) or Stop. Calls `listening` once it hears.
  void ListenOnce(absl::FunctionRef<void()> listening);

  Database& database_;
  ChangeCounter counter_;
  std::thread thread_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_POSTGRES_CHANGE_SIGNAL_H_
