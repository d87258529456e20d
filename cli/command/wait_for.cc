#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/command/wait.h"
#include "cli/grammar/parser.h"

namespace sluice::cli {
namespace {

// A state, or nothing: that it is gone.
using Goal = std::optional<v1::Connector::State>;

absl::Status Usage(const std::string& message) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage),
                    "write --for=state=RUNNING (or DRAFT, PAUSED, STOPPED, FAILED …) or "
                    "--for=deleted");
}

absl::StatusOr<Goal> ReadGoal(const Invocation& invocation) {
  if (!invocation.Has("for")) return Usage("wait for what?");
  const std::string text = invocation.Get("for");
  if (text == "deleted") return Goal();
  absl::string_view word = text;
  v1::Connector::State state;
  if (!absl::ConsumePrefix(&word, "state=") ||
      !v1::Connector::State_Parse(absl::AsciiStrToUpper(word), &state) ||
      state == v1::Connector::STATE_UNSPECIFIED) {
    return Usage(absl::StrCat("--for: '", text, "' is nothing that can be waited for"));
  }
  return Goal(state);
}

absl::StatusOr<std::vector<std::string>> NamesMeant(Session& session) {
  std::vector<std::string> names;
  if (session.invocation.command->noun == Noun::kConnector) {
    for (const std::string& argument : session.invocation.arguments) {
      SLUICE_ASSIGN_OR_RETURN(names.emplace_back(), session.ConnectorName(argument));
    }
    return names;
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Manifest> manifests, ReadResourceFile(session));
  for (const Manifest& manifest : manifests) {
    // Instances are there at once.
    const auto* connector = dynamic_cast<const v1::Connector*>(manifest.resource.get());
    if (connector == nullptr) continue;
    SLUICE_ASSIGN_OR_RETURN(names.emplace_back(), session.ConnectorName(connector->name()));
  }
  return names;
}

absl::Status WaitForOne(Session& session, const std::string& name, const Goal& goal) {
  if (goal.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(const v1::Connector there, WaitForState(session, name, *goal));
    PrintResult(session, there, "Connector",
                absl::StrCat("connector ", IdOf(name), " is ", v1::Connector::State_Name(*goal)));
    return absl::OkStatus();
  }
  v1::GetConnectorRequest request;
  request.set_name(name);
  const absl::StatusOr<v1::Connector> seen = session.client.GetConnector(request);
  if (seen.ok()) {
    SLUICE_RETURN_IF_ERROR(WaitUntilGone(session, name, seen->uid()));
  } else if (!absl::IsNotFound(seen.status())) {
    return seen.status();
  }
  if (session.format == Format::kTable) session.out << "connector " << IdOf(name) << " is gone\n";
  return absl::OkStatus();
}

}  // namespace

absl::Status Wait(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const Goal goal, ReadGoal(session.invocation));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesMeant(session));
  // One after the other, within one limit: while one is waited for, the others go on.
  const absl::Duration give_up = session.clock.Monotonic() + session.wait_limit;
  for (const std::string& name : names) {
    SLUICE_RETURN_IF_ERROR(WaitForOne(session, name, goal));
    session.wait_limit = std::max(absl::ZeroDuration(), give_up - session.clock.Monotonic());
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
