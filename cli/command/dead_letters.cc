#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/operation_wait.h"
#include "cli/command/print.h"
#include "cli/grammar/parser.h"
#include "cli/output/dead_letter_text.h"

namespace sluice::cli {
namespace {

constexpr int kLimitDefault = 100;
constexpr int kPageSizeMax = 1000;

absl::Status Usage(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage), remedy);
}

// By an id and its connector, or in full.
std::string LetterName(const std::string& connector, const std::string& argument) {
  return absl::StrContains(argument, '/') ? argument
                                          : absl::StrCat(connector, "/deadLetters/", argument);
}

// `--reason`, `--partition` and `--marked` for `message`, which calls them as the API does.
template <typename Message>
absl::Status FillFilter(const Session& session, Message& message) {
  message.set_reason(session.invocation.Get("reason"));
  if (session.invocation.Has("partition")) {
    SLUICE_ASSIGN_OR_RETURN(const int partition, session.Number("partition", 0));
    message.set_source_partition(partition);
  }
  message.set_marked(session.invocation.Has("marked"));
  return absl::OkStatus();
}

absl::Status FillChoice(const Session& session, const std::string& connector,
                        v1::DeadLetterChoice& choice) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  for (size_t i = 1; i < arguments.size(); ++i)
    choice.add_names(LetterName(connector, arguments[i]));
  SLUICE_RETURN_IF_ERROR(FillFilter(session, choice));
  choice.set_all(session.invocation.Has("all"));
  if (!choice.names().empty() || choice.all() || !choice.reason().empty() ||
      choice.has_source_partition()) {
    return absl::OkStatus();
  }
  return Usage("which dead letters?", "name some, or give --reason, --partition or --all");
}

// A line from standard input, unless --yes was given.
absl::Status Confirm(Session& session, const std::string& question) {
  if (session.invocation.Has("yes") || session.invocation.Has("validate-only"))
    return absl::OkStatus();
  session.err << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(session.in, answer);
  answer = absl::AsciiStrToLower(absl::StripAsciiWhitespace(answer));
  if (answer == "y" || answer == "yes") return absl::OkStatus();
  return Usage("not confirmed; nothing was done", "give --yes where nobody can answer");
}

std::string Count(int64_t count) {
  return absl::StrCat(count, count == 1 ? " dead letter" : " dead letters");
}

template <typename Request>
void FillWrite(const Session& session, Request& request) {
  request.set_request_id(session.invocation.Get("request-id"));
  request.set_validate_only(session.invocation.Has("validate-only"));
  request.set_author(session.invocation.Get("author", session.user));
}

}  // namespace

absl::Status GetDeadLetters(Session& session) {
  v1::ListDeadLettersRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                          session.ConnectorName(session.invocation.arguments[0]));
  SLUICE_RETURN_IF_ERROR(FillFilter(session, request));
  SLUICE_ASSIGN_OR_RETURN(const int limit, session.Number("limit", kLimitDefault));
  if (limit < 0) return Usage("--limit is negative", "write 0 for all");
  std::vector<v1::DeadLetter> letters;
  std::string counts;
  bool more = true;
  while (more && (limit == 0 || letters.size() < static_cast<size_t>(limit))) {
    const int wanted = limit == 0 ? kPageSizeMax : limit - static_cast<int>(letters.size());
    request.set_page_size(std::min(wanted, kPageSizeMax));
    SLUICE_ASSIGN_OR_RETURN(const v1::ListDeadLettersResponse page,
                            session.client.ListDeadLetters(request));
    if (request.page_token().empty()) counts = CountsText(page);
    letters.insert(letters.end(), page.dead_letters().begin(), page.dead_letters().end());
    request.set_page_token(page.next_page_token());
    more = !page.next_page_token().empty();
  }
  PrintList(session, letters, "DeadLetter", "deadLetters", "no dead letters");
  if (session.format == Format::kTable && !counts.empty())
    session.err << "newest by reason: " << counts << (more ? "; there are more" : "") << "\n";
  return absl::OkStatus();
}

absl::Status DescribeDeadLetter(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  v1::GetDeadLetterRequest request;
  if (arguments.size() == 1) {
    if (!absl::StrContains(arguments[0], "/deadLetters/")) {
      return Usage("which dead letter?",
                   "write sluicectl describe deadletter CONNECTOR ID, or its full name");
    }
    request.set_name(arguments[0]);
  } else {
    SLUICE_ASSIGN_OR_RETURN(const std::string connector, session.ConnectorName(arguments[0]));
    request.set_name(LetterName(connector, arguments[1]));
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::DeadLetter letter, session.client.GetDeadLetter(request));
  PrintResult(session, letter, "DeadLetter", Describe(letter, session.clock.Now()));
  return absl::OkStatus();
}

absl::Status Replay(Session& session) {
  v1::ReplayDeadLettersRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                          session.ConnectorName(session.invocation.arguments[0]));
  SLUICE_RETURN_IF_ERROR(FillChoice(session, request.parent(), *request.mutable_choice()));
  FillWrite(session, request);
  const std::string id = IdOf(request.parent());
  SLUICE_RETURN_IF_ERROR(
      Confirm(session, absl::StrCat("Write dead letters of connector ", id,
                                    " to its source topic again, as "
                                    "new records that every reader of it sees, with the "
                                    "timestamps that they had?")));
  SLUICE_ASSIGN_OR_RETURN(google::longrunning::Operation operation,
                          session.client.ReplayDeadLetters(request));
  if (request.validate_only()) {
    PrintResult(session, operation, "",
                absl::StrCat("dead letters of connector ", id, " could be replayed"));
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(operation, WaitForOperation(session, std::move(operation)));
  v1::ReplayDeadLettersResponse result;
  operation.response().UnpackTo(&result);
  PrintResult(session, operation, "",
              absl::StrCat(Count(result.replayed_count()), " written to the source topic again, ",
                           result.passed_over_count(), " passed over"));
  return absl::OkStatus();
}

absl::Status Discard(Session& session) {
  v1::DiscardDeadLettersRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                          session.ConnectorName(session.invocation.arguments[0]));
  SLUICE_RETURN_IF_ERROR(FillChoice(session, request.parent(), *request.mutable_choice()));
  FillWrite(session, request);
  SLUICE_RETURN_IF_ERROR(Confirm(
      session, absl::StrCat("Put dead letters of connector ", IdOf(request.parent()), " aside?")));
  v1::DiscardDeadLettersResponse total;
  for (int call = 0;; ++call) {
    SLUICE_ASSIGN_OR_RETURN(const v1::DiscardDeadLettersResponse answer,
                            session.client.DiscardDeadLetters(request));
    total.set_discarded_count(total.discarded_count() + answer.discarded_count());
    total.set_more(answer.more());
    if (answer.next_page_token().empty() || request.validate_only()) break;
    request.set_page_token(answer.next_page_token());
    // Each call is a request of its own: the first one's id would give the first one's answer.
    const std::string& given = session.invocation.Get("request-id");
    request.set_request_id(given.empty() ? "" : absl::StrCat(given, "-", call + 1));
  }
  PrintResult(session, total, "",
              absl::StrCat(Count(total.discarded_count()), total.more() ? " and more" : "",
                           request.validate_only() ? " could be put aside" : " put aside"));
  return absl::OkStatus();
}

}  // namespace sluice::cli
