#include <istream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/operations.h"
#include "cli/command/print.h"
#include "cli/grammar/parser.h"
#include "cli/output/offset_text.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {
namespace {

absl::Status Usage(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage), remedy);
}

absl::Status NoTarget(absl::string_view text) {
  return Usage(absl::StrCat("--to: '", text, "' is nowhere to move to"),
               "earliest, latest, a time as 2026-01-31T15:04:05Z, records back or on as -100 or "
               "+100, or offsets by partition as 0=1200,1=1150");
}

absl::Status ReadOffsets(const std::string& text, v1::OffsetTarget& target) {
  for (const absl::string_view pair : absl::StrSplit(text, ',')) {
    const std::pair<absl::string_view, absl::string_view> sides = absl::StrSplit(pair, '=');
    int32_t partition = 0;
    int64_t offset = 0;
    if (!absl::SimpleAtoi(sides.first, &partition) || !absl::SimpleAtoi(sides.second, &offset)) {
      return NoTarget(text);
    }
    (*target.mutable_offsets()->mutable_by_partition())[partition] = offset;
  }
  return absl::OkStatus();
}

absl::Status ReadTarget(const Invocation& invocation, v1::OffsetTarget& target) {
  const std::string text = invocation.Get("to");
  int64_t shift = 0;
  const bool is_shift = absl::StartsWith(text, "+") || absl::StartsWith(text, "-");
  if (text == "earliest") {
    target.set_earliest(true);
  } else if (text == "latest") {
    target.set_latest(true);
  } else if (is_shift && absl::SimpleAtoi(absl::StripPrefix(text, "+"), &shift)) {
    target.set_shift(shift);
  } else if (absl::StrContains(text, '=')) {
    SLUICE_RETURN_IF_ERROR(ReadOffsets(text, target));
  } else if (!google::protobuf::util::TimeUtil::FromString(text, target.mutable_time())) {
    return NoTarget(text);
  }
  const auto named = invocation.flags.find("partition");
  if (named == invocation.flags.end()) return absl::OkStatus();
  for (const std::string& words : named->second) {
    for (const absl::string_view word : absl::StrSplit(words, ',')) {
      int32_t partition = 0;
      if (!absl::SimpleAtoi(word, &partition)) {
        return Usage(absl::StrCat("--partition: '", word, "' is no partition"), "");
      }
      target.add_partitions(partition);
    }
  }
  return absl::OkStatus();
}

// Whoever sits at a terminal types the connector's name; a program says --yes.
absl::Status Confirm(Session& session, const std::string& id) {
  if (session.invocation.Has("yes")) return absl::OkStatus();
  if (!session.terminal) {
    return Usage("moving offsets wants to be confirmed, and nobody is there to do so",
                 "look at it with --dry-run, then add --yes");
  }
  session.err << "type " << id << " to move its offsets: " << std::flush;
  std::string typed;
  std::getline(session.in, typed);
  if (typed == id) return absl::OkStatus();
  return Usage("that is not its name: nothing was moved", "");
}

}  // namespace

absl::Status GetOffsets(Session& session) {
  v1::GetOffsetsRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(),
                          session.ConnectorName(session.invocation.arguments[0]));
  SLUICE_ASSIGN_OR_RETURN(const v1::GetOffsetsResponse offsets, session.client.GetOffsets(request));
  if (session.format == Format::kTable) {
    session.out << TableOf(offsets).Text();
  } else {
    PrintResult(session, offsets, "", "");
  }
  return absl::OkStatus();
}

absl::Status MoveOffsets(Session& session) {
  v1::PlanOffsetChangeRequest asked;
  SLUICE_ASSIGN_OR_RETURN(*asked.mutable_name(),
                          session.ConnectorName(session.invocation.arguments[0]));
  SLUICE_RETURN_IF_ERROR(ReadTarget(session.invocation, *asked.mutable_target()));
  SLUICE_ASSIGN_OR_RETURN(const v1::OffsetPlan plan, session.client.PlanOffsetChange(asked));
  if (session.invocation.Has("dry-run")) {
    PrintResult(session, plan, "", std::string(absl::StripSuffix(PlanText(plan), "\n")));
    return absl::OkStatus();
  }
  session.err << PlanText(plan);
  if (plan.moves().empty()) return absl::OkStatus();
  SLUICE_RETURN_IF_ERROR(Confirm(session, IdOf(asked.name())));

  v1::ApplyOffsetChangeRequest apply;
  apply.set_name(asked.name());
  *apply.mutable_plan() = plan;
  apply.set_request_id(session.invocation.Get("request-id"));
  apply.set_author(AuthorOf(session));
  apply.set_change_reason(session.invocation.Get("reason"));
  SLUICE_ASSIGN_OR_RETURN(google::longrunning::Operation operation,
                          session.client.ApplyOffsetChange(apply));
  SLUICE_ASSIGN_OR_RETURN(operation, AwaitOperation(session, operation.name()));
  v1::ApplyOffsetChangeResponse response;
  operation.response().UnpackTo(&response);
  PrintResult(session, operation, "", MovedText(response));
  return absl::OkStatus();
}

}  // namespace sluice::cli
