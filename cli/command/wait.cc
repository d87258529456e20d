#include "cli/command/wait.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/output/resource_text.h"
#include "cli/output/table.h"

namespace sluice::cli {
namespace {

// Fast enough for people, slow enough for a server that many wait for.
constexpr absl::Duration kPause = absl::Milliseconds(250);

// What passes by quicker than this is not worth a line.
constexpr absl::Duration kWorthTelling = absl::Seconds(1);

// What is known about why it is not there yet: `STARTING (NO_WORKER: no worker is connected)`.
std::string Situation(const v1::Connector& connector) {
  std::string text = v1::Connector::State_Name(connector.state());
  if (const v1::Condition* worst = WorstOf(connector)) {
    absl::StrAppend(&text, " (", worst->reason(), worst->message().empty() ? "" : ": ",
                    worst->message(), ")");
  }
  return text;
}

absl::Status NeedsAPerson(const v1::Connector& connector) {
  const v1::Condition* worst = WorstOf(connector);
  if (worst == nullptr || worst->error_class() != v1::Condition::USER) return absl::OkStatus();
  if (connector.state() != v1::Connector::FAILED && connector.state() != v1::Connector::CREATING) {
    return absl::OkStatus();
  }
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "connector ", IdOf(connector.name()), " is ",
                     v1::Connector::State_Name(connector.state()), ": ", worst->message())),
                 worst->reason()),
      worst->remedy());
}

// Looks until `done` says so; `done`: absl::StatusOr<bool>(const absl::StatusOr<v1::Connector>&).
template <typename Done>
absl::StatusOr<v1::Connector> Look(Session& session, const std::string& name, Done done) {
  const absl::Duration give_up = session.clock.Monotonic() + session.wait_limit;
  v1::GetConnectorRequest request;
  request.set_name(name);
  std::string last;
  absl::Duration since = session.clock.Monotonic();
  bool told = false;
  while (true) {
    const absl::StatusOr<v1::Connector> seen = session.client.GetConnector(request);
    SLUICE_ASSIGN_OR_RETURN(const bool is_done, done(seen));
    if (is_done) return seen.ok() ? *seen : v1::Connector();
    SLUICE_RETURN_IF_ERROR(seen.status());
    const absl::Duration now = session.clock.Monotonic();
    if (std::string situation = Situation(*seen); situation != last) {
      last = situation;
      since = now;
      told = false;
    }
    if (!told && now - since >= kWorthTelling) {
      session.err << "waiting: connector " << IdOf(name) << " is " << Printable(last) << std::endl;
      told = true;
    }
    if (now >= give_up) {
      return WithReason(absl::DeadlineExceededError(
                            absl::StrCat("connector ", IdOf(name), " is still ", last, " after ",
                                         absl::FormatDuration(session.wait_limit))),
                        "WAIT_TIMEOUT");
    }
    session.clock.SleepFor(kPause);
  }
}

}  // namespace

absl::StatusOr<v1::Connector> WaitForState(Session& session, const std::string& name,
                                           v1::Connector::State goal) {
  return Look(session, name,
              [goal](const absl::StatusOr<v1::Connector>& seen) -> absl::StatusOr<bool> {
                SLUICE_RETURN_IF_ERROR(seen.status());
                if (seen->state() == goal) return true;
                SLUICE_RETURN_IF_ERROR(NeedsAPerson(*seen));
                return false;
              });
}

absl::Status WaitUntilGone(Session& session, const std::string& name, const std::string& uid) {
  return Look(session, name,
              [&](const absl::StatusOr<v1::Connector>& seen) -> absl::StatusOr<bool> {
                return absl::IsNotFound(seen.status()) || (seen.ok() && seen->uid() != uid);
              })
      .status();
}

}  // namespace sluice::cli
