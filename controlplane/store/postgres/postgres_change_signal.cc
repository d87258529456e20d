#include "controlplane/store/postgres/postgres_change_signal.h"

#include <memory>
#include <vector>

#include "base/log/log.h"
#include "base/retry/backoff.h"
#include "controlplane/store/postgres/statements.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr Change kChanges[] = {Change::kReconcile, Change::kPlacement, Change::kSnapshots,
                               Change::kOperations};

class Receiver : public pqxx::notification_receiver {
 public:
  Receiver(pqxx::connection& connection, Change change, ChangeCounter& counter)
      : pqxx::notification_receiver(connection, ChannelOf(change)),
        change_(change),
        counter_(counter) {}

  void operator()(const std::string&, int) override { counter_.Add(change_); }

 private:
  const Change change_;
  ChangeCounter& counter_;
};

}  // namespace

PostgresChangeSignal::PostgresChangeSignal(Database& database)
    : database_(database), thread_([this] { Listen(); }) {}

PostgresChangeSignal::~PostgresChangeSignal() {
  Stop();
  thread_.join();
}

void PostgresChangeSignal::Listen() {
  Backoff backoff({.initial = absl::Milliseconds(100), .max = absl::Seconds(5)});
  bool away = false;
  while (!counter_.stopped()) {
    try {
      ListenOnce([&] {
        backoff.Reset();
        away = false;
      });
      return;
    } catch (...) {
      // Once for each time the database goes away, not for each try.
      const absl::Status status = StatusOfCurrentException();
      if (!away) log::Warn("no notifications from the database", {{"error", status}});
      away = true;
    }
    counter_.WaitUntilStopped(backoff.Next());
  }
}

void PostgresChangeSignal::ListenOnce(absl::FunctionRef<void()> listening) {
  const std::unique_ptr<pqxx::connection> connection = database_.Connect();
  std::vector<std::unique_ptr<Receiver>> receivers;
  for (Change change : kChanges) {
    receivers.push_back(std::make_unique<Receiver>(*connection, change, counter_));
  }
  for (Change change : kChanges) counter_.Add(change);
  log::Info("listening for notifications from the database");
  listening();
  // A tenth of a second bounds how long Stop takes.
  while (!counter_.stopped()) connection->await_notification(0, 100'000);
}

}  // namespace sluice::controlplane::postgres
