#include "cli/run.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "api/version.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/grammar/completion.h"
#include "cli/grammar/exit_code.h"
#include "cli/grammar/grammar.h"
#include "cli/grammar/help.h"
#include "cli/grammar/parser.h"
#include "cli/output/error_text.h"

namespace sluice::cli {
namespace {

absl::Status Usage(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage), remedy);
}

absl::StatusOr<Format> FormatOf(const Invocation& invocation) {
  const std::string word = invocation.Get("output", "table");
  if (word == "table") return Format::kTable;
  if (word == "json") return Format::kJson;
  if (word == "yaml") return Format::kYaml;
  return Usage(absl::StrCat("unknown output format '", word, "'"), "table, json or yaml");
}

absl::StatusOr<absl::Duration> DurationOf(const Invocation& invocation, absl::Duration fallback) {
  if (!invocation.Has("timeout")) return fallback;
  absl::Duration timeout;
  if (!absl::ParseDuration(invocation.Get("timeout"), &timeout) ||
      timeout <= absl::ZeroDuration() || timeout > absl::Hours(24)) {
    return Usage(absl::StrCat("'", invocation.Get("timeout"), "' is no time limit"),
                 "write 500ms, 10s or 2m; at most 24h");
  }
  return timeout;
}

absl::Status Dispatch(Session& session) {
  switch (session.invocation.command->verb) {
    case Verb::kCreate:
      return Create(session);
    case Verb::kGet:
      return Get(session);
    case Verb::kDescribe:
      return DescribeResource(session);
    case Verb::kUpdate:
      return Update(session);
    case Verb::kCheck:
      return Check(session);
    case Verb::kDelete:
      return Delete(session);
    case Verb::kDeploy:
    case Verb::kPause:
    case Verb::kResume:
    case Verb::kStop:
    case Verb::kRestart:
    case Verb::kUndelete:
      return ChangeState(session);
    case Verb::kRollback:
      return Rollback(session);
    case Verb::kApply:
      return Apply(session);
    case Verb::kDiff:
      return Diff(session);
    case Verb::kWait:
      return session.invocation.command->noun == Noun::kOperation ? WaitFor(session)
                                                                  : Wait(session);
    case Verb::kLogLevel:
      return SetLogLevel(session);
    case Verb::kValidate:
      return Validate(session);
    case Verb::kPreview:
      return Preview(session);
    case Verb::kSendTest:
      return SendTest(session);
    case Verb::kReplay:
      return Replay(session);
    case Verb::kDiscard:
      return Discard(session);
    case Verb::kCompletion:
    case Verb::kComplete:
    case Verb::kMoveOffsets:
      return MoveOffsets(session);
    case Verb::kCancel:
      return Cancel(session);
    case Verb::kRevoke:
      return RevokeToken(session);
    case Verb::kWhoAmI:
      return WhoAmI(session);
    case Verb::kVersion:
    case Verb::kHelp:
      break;
  }
  return absl::InternalError("a verb that nobody carries out");
}

// The exit code of a command that did its work.
absl::StatusOr<int> Call(const Invocation& invocation, Format format, const World& world) {
  SLUICE_ASSIGN_OR_RETURN(const Context context, ChooseContext(invocation, world.environment));
  SLUICE_ASSIGN_OR_RETURN(const absl::Duration call_limit,
                          DurationOf(invocation, absl::Seconds(30)));
  SLUICE_ASSIGN_OR_RETURN(const absl::Duration wait_limit,
                          DurationOf(invocation, absl::Minutes(2)));
  SLUICE_ASSIGN_OR_RETURN(const client::Access access,
                          client::ReadAccess(context.access, context.server));
  const std::unique_ptr<client::Transport> transport = world.dial(context.server, access);
  client::Client client(*transport, world.clock, {.timeout = call_limit});
  Session session = {.invocation = invocation,
                     .client = client,
                     .clock = world.clock,
                     .in = world.in,
                     .out = world.out,
                     .err = world.err,
                     .format = format,
                     .instance = context.instance,
                     .wait_limit = wait_limit,
                     .call_limit = call_limit,
                     .user = world.environment("USER"),
                     .terminal = world.terminal};
  SLUICE_RETURN_IF_ERROR(Dispatch(session));
  return session.answer_is_no ? 1 : 0;
}

// What the last word could become. Somebody types and waits: what is not known at once is left out,
// and nothing is ever complained of.
void OfferWords(const std::vector<std::string>& words, const World& world) {
  constexpr absl::Duration kPatience = absl::Seconds(1);
  const Completion completion = Complete(words);
  for (const std::string& candidate : completion.candidates) world.out << candidate << "\n";
  if (completion.names == Noun::kNone) return;
  const absl::StatusOr<Context> context = ChooseContext(completion.meant, world.environment);
  if (!context.ok()) return;
  const absl::StatusOr<client::Access> access =
      client::ReadAccess(context->access, context->server);
  if (!access.ok()) return;
  const std::unique_ptr<client::Transport> transport = world.dial(context->server, *access);
  client::Client client(*transport, world.clock, {.timeout = kPatience, .attempts_max = 1});
  Session session = {.invocation = completion.meant,
                     .client = client,
                     .clock = world.clock,
                     .in = world.in,
                     .out = world.out,
                     .err = world.err,
                     .instance = context->instance};
  OfferNames(session, completion.names, words.back());
}

absl::Status PrintCompletionScript(const std::string& shell, const World& world) {
  const std::string script = CompletionScript(shell);
  if (script.empty()) {
    return Usage(absl::StrCat("there is no completion for '", shell, "'"), "bash, zsh or fish");
  }
  world.out << script;
  return absl::OkStatus();
}

// Help, version and completion need no control plane, or can do without.
absl::StatusOr<bool> Explain(const Invocation& invocation, const World& world) {
  if (invocation.command->verb == Verb::kVersion && !invocation.help) {
    world.out << "sluicectl " << kVersion << "\n";
    return true;
  }
  if (invocation.command->verb == Verb::kHelp) {
    if (invocation.arguments.empty()) {
      world.out << Help();
      return true;
    }
    const std::string text = HelpOnWords(invocation.arguments);
    if (text.empty()) {
      return Usage(absl::StrCat("there is no '", absl::StrJoin(invocation.arguments, " "), "'"),
                   "sluicectl --help lists the commands");
    }
    world.out << text;
    return true;
  }
  if (invocation.command->verb == Verb::kComplete && !invocation.help) {
    OfferWords(invocation.arguments, world);
    return true;
  }
  if (invocation.command->verb == Verb::kCompletion && !invocation.help) {
    SLUICE_RETURN_IF_ERROR(PrintCompletionScript(invocation.arguments[0], world));
    return true;
  }
  if (!invocation.help) return false;
  world.out << HelpOn(*invocation.command);
  return true;
}

}  // namespace

int Run(const std::vector<std::string>& words, const World& world) {
  Format format = Format::kTable;
  const absl::StatusOr<int> done = [&]() -> absl::StatusOr<int> {
    SLUICE_ASSIGN_OR_RETURN(const Invocation invocation, Parse(words));
    SLUICE_ASSIGN_OR_RETURN(const bool explained, Explain(invocation, world));
    if (explained) {
      // Without any word nothing was asked for: the help is shown, and a script notices.
      if (words.empty()) return Usage("no verb", "write sluicectl VERB NOUN [NAME] [FLAGS]");
      return 0;
    }
    SLUICE_ASSIGN_OR_RETURN(format, FormatOf(invocation));
    return Call(invocation, format, world);
  }();
  world.out.flush();
  if (!done.ok()) world.err << ErrorText(done.status(), format) << std::flush;
  if (done.ok() && !world.out) {
    world.err << "sluicectl: the output could not be written\n";
    return 1;
  }
  return done.ok() ? *done : ExitCodeOf(done.status());
}

}  // namespace sluice::cli
