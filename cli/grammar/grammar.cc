#include "cli/grammar/grammar.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/grammar/command_groups.h"

namespace sluice::cli {
namespace {

struct VerbWord {
  Verb verb;
  absl::string_view word;
};
constexpr VerbWord kVerbs[] = {
    {Verb::kCreate, "create"},      {Verb::kGet, "get"},
    {Verb::kGet, "list"},           {Verb::kDescribe, "describe"},
    {Verb::kUpdate, "update"},      {Verb::kCheck, "check"},
    {Verb::kDelete, "delete"},      {Verb::kDeploy, "deploy"},
    {Verb::kPause, "pause"},        {Verb::kResume, "resume"},
    {Verb::kStop, "stop"},          {Verb::kValidate, "validate"},
    {Verb::kPreview, "preview"},    {Verb::kSendTest, "send-test"},
    {Verb::kRestart, "restart"},    {Verb::kRollback, "rollback"},
    {Verb::kUndelete, "undelete"},  {Verb::kApply, "apply"},
    {Verb::kDiff, "diff"},          {Verb::kWait, "wait"},
    {Verb::kLogLevel, "log-level"}, {Verb::kCompletion, "completion"},
    {Verb::kComplete, "complete"},  {Verb::kReplay, "replay"},
    {Verb::kDiscard, "discard"},    {Verb::kVersion, "version"},
    {Verb::kHelp, "help"},          {Verb::kMoveOffsets, "move-offsets"},
    {Verb::kCancel, "cancel"},      {Verb::kRevoke, "revoke"},
    {Verb::kWhoAmI, "whoami"},
};

struct NounWord {
  Noun noun;
  absl::string_view word;  // Its plural has an `s`.
};
constexpr NounWord kNouns[] = {
    {Noun::kInstance, "instance"},       {Noun::kConnector, "connector"},   {Noun::kTask, "task"},
    {Noun::kWorker, "worker"},           {Noun::kPartition, "partition"},   {Noun::kRow, "row"},
    {Noun::kRevision, "revision"},       {Noun::kDeadLetter, "deadletter"}, {Noun::kEvent, "event"},
    {Noun::kOffset, "offset"},           {Noun::kOperation, "operation"},   {Noun::kToken, "token"},
    {Noun::kSignInLink, "sign-in-link"},
};

std::vector<Command> MakeCommands() {
  std::vector<Command> commands;
  for (auto* group : {DefinitionCommands, ReadingCommands, ChangingCommands, RunningCommands,
                      DeadLetterCommands, ObservingCommands, CompletionCommands, OperationCommands,
                      AccessCommands, ProgramCommands}) {
    for (Command& command : group()) commands.push_back(std::move(command));
  }
  return commands;
}

}  // namespace

const std::vector<Command>& Commands() {
  static const auto& commands = *new std::vector<Command>(MakeCommands());
  return commands;
}

const std::vector<Flag>& GlobalFlags() {
  static const auto& flags = *new std::vector<Flag>{
      {"instance", "NAME", "whose connectors are meant (default: SLUICE_INSTANCE, the context)"},
      {"output", "FORMAT", "table (default), json or yaml", {}, 'o'},
      {"server", "HOST:PORT",
       "control plane (default: SLUICE_SERVER, the context, 127.0.0.1:9090)"},
      {"token-file", "FILE",
       "file with your API token, which nobody else may read (default: SLUICE_TOKEN_FILE, the "
       "context)"},
      {"server-ca-file", "FILE",
       "who may sign the control plane's certificate, PEM, or system; without, it is called in "
       "clear (default: SLUICE_SERVER_CA_FILE, the context)"},
      {"client-certificate-file", "FILE", "your certificate, PEM, where one is asked for"},
      {"client-key-file", "FILE", "the key of that certificate, PEM"},
      {"allow-plaintext", "", "send the token in clear beyond this machine"},
      {"context", "NAME", "which context of the configuration file (default: its current one)"},
      {"timeout", "DURATION",
       "limit of a call, as 10s (default: 30s); with --wait, of the wait (default: 2m)"},
      {"help", "", "explain this command", {}, 'h'},
  };
  return flags;
}

std::optional<Verb> FindVerb(absl::string_view word) {
  for (const VerbWord& entry : kVerbs) {
    if (entry.word == word) return entry.verb;
  }
  return std::nullopt;
}

std::optional<Noun> FindNoun(absl::string_view word) {
  for (const NounWord& entry : kNouns) {
    if (word == entry.word || word == absl::StrCat(entry.word, "s")) return entry.noun;
  }
  return std::nullopt;
}

std::string WordOf(Verb verb) {
  for (const VerbWord& entry : kVerbs) {
    if (entry.verb == verb) return std::string(entry.word);
  }
  return "";
}

std::string WordOf(Noun noun) {
  for (const NounWord& entry : kNouns) {
    if (entry.noun == noun) return std::string(entry.word);
  }
  return "";
}

std::string UsageOf(const Command& command) {
  std::string usage = WordOf(command.verb);
  if (command.noun != Noun::kNone) {
    const bool listed = command.verb == Verb::kGet;
    absl::StrAppend(&usage, " ", WordOf(command.noun), listed ? "s" : "");
  }
  if (!command.arguments.empty()) absl::StrAppend(&usage, " ", command.arguments);
  for (const Flag& flag : command.flags) {
    if (flag.name == "file") absl::StrAppend(&usage, " -f FILE");
  }
  return usage;
}

}  // namespace sluice::cli
