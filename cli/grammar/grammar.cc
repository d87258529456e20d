#include "cli/grammar/grammar.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/grammar/connector_flags.h"

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

constexpr int kMany = 1000;

std::vector<Flag> operator+(std::vector<Flag> a, const std::vector<Flag>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Flag RequestIdFlag() {
  return {"request-id", "ID",
          "name of this request: sent again within 24 hours it changes nothing (default: a new "
          "one)"};
}

std::vector<Flag> WriteFlags() {
  return {
      RequestIdFlag(),
      {"validate-only", "", "check everything, change nothing"},
  };
}

Flag EtagFlag() { return {"etag", "ETAG", "only if it still has this etag"}; }
Flag FileFlag() {
  return {
      "file", "FILE", "YAML documents of kind Instance or Connector; - is standard input", {}, 'f'};
}
Flag WaitFlag(const std::string& until) {
  return {"wait", "", absl::StrCat("wait until it is ", until, " (at most --timeout)")};
}

Flag LimitFlag(const std::string& of) {
  return {"limit", "N", absl::StrCat("how many ", of, ", at most 100 (default: 10)")};
}

Flag InitialStateFlag() {
  return {"initial-state", "STATE",
          "what a connector that is made here is to be: draft (default), running, paused or "
          "stopped"};
}

Flag ForFlag() {
  return {"for", "WHAT", "state=RUNNING, or another state of a connector; or deleted"};
}

// A file whose content fills `field`: secrets do not belong on command lines.
Flag ContentFlag(const std::string& name, const std::string& what, const std::string& field) {
  return {name, "FILE", absl::StrCat("file with ", what), field, 0, false, /*from_file=*/true};
}
Flag SkipCheckFlag() {
  return {"skip-connection-check", "", "store it although its brokers do not answer"};
}

std::vector<Flag> InstanceFlags() {
  return {
      {"bootstrap-servers", "HOST:PORT", "some brokers of the cluster; repeat, or part by commas",
       "bootstrap_servers", 0, true},
      {"connector-feature", "WORD", "enabled or disabled (default): may connectors be created",
       "connector_feature"},
      {"region", "REGION", "where the cluster runs, as cn-hangzhou", "region"},
      {"vpc-id", "ID", "network of the cluster", "vpc_id"},
      {"vswitch-ids", "ID", "vSwitches of that network; repeat, or part by commas", "vswitch_ids",
       0, true},
      {"kafka-version", "VERSION", "what the cluster was sold as", "kafka_version"},
      {"security-protocol", "WORD", "plaintext (default), ssl, sasl-plaintext or sasl-ssl",
       "security_protocol"},
      {"sasl-mechanism", "WORD", "scram-sha-512 (default), scram-sha-256 or plain",
       "sasl.mechanism"},
      {"sasl-username", "USER", "who Sluice is to the brokers", "sasl.username"},
      ContentFlag("sasl-password-file", "the user's password", "sasl.password"),
      ContentFlag("tls-ca-file",
                  "who may sign the brokers' certificates, PEM (default: the system's)",
                  "tls.ca_certificates_pem"),
      ContentFlag("tls-client-certificate-file", "Sluice's own certificate and its chain, PEM",
                  "tls.client_certificate_pem"),
      ContentFlag("tls-client-key-file", "the key of that certificate, PEM, not encrypted",
                  "tls.client_key_pem"),
      {"tls-skip-hostname-verification", "",
       "take any certificate of those authorities for a broker's",
       "tls.skip_hostname_verification"},
      {"display-name", "TEXT", "for people", "display_name"},
  };
}

Flag LabelFlag() { return {"label", "KEY=VALUE", "a label; repeat for more", "labels", 0, true}; }

// Of what makes a revision.
std::vector<Flag> RevisionFlags() {
  return {
      {"author", "NAME", "who asks for it, kept with the revision (default: $USER)"},
      {"reason", "TEXT", "why, kept with the revision"},
  };
}

// Which connectors are meant.
std::vector<Flag> FilterFlags() {
  return {
      {"filter", "EXPR", "those that fit, as 'state = FAILED AND labels.team = \"pay\"'"},
      {"selector", "LABELS", "those with these labels, as team=pay,tier!=1", {}, 'l'},
  };
}

// Of a verb that takes a name, or many connectors at once.
std::vector<Flag> ManyFlags() {
  return FilterFlags() +
         std::vector<Flag>{
             {"author", "NAME", "who asks for it; told with the event (default: $USER)"}};
}

std::vector<Flag> VerbFlags() { return WriteFlags() + std::vector<Flag>{EtagFlag()}; }

// Which dead letters are meant, when none is named.
std::vector<Flag> DeadLetterFlags() {
  return {
      {"reason", "REASON", "of this reason only, as NOT_UTF8"},
      {"partition", "N", "from this source partition only"},
      {"marked", "", "those that were replayed or discarded, too"},
  };
}

std::vector<Flag> DeadLetterWriteFlags() {
  return std::vector<Flag>{{"all", "", "every one that is neither replayed nor discarded"}} +
         DeadLetterFlags() +
         std::vector<Flag>{{"yes", "", "do not ask first"},
                           {"author", "NAME", "who asks for it (default: $USER)"}} +
         WriteFlags();
}

std::vector<Command> MakeCommands() {
  using V = Verb;
  using N = Noun;
  const std::vector<Flag> file = {FileFlag()};
  return {
      {V::kCreate, N::kNone, "", 0, 0, "create what a file describes",
       file + std::vector<Flag>{InitialStateFlag(), WaitFlag("in that state")} + WriteFlags()},
      {V::kCreate, N::kInstance, "NAME", 1, 1, "make a Kafka cluster known",
       InstanceFlags() + std::vector<Flag>{LabelFlag(), SkipCheckFlag()} + WriteFlags()},
      {V::kCreate, N::kConnector, "NAME", 1, 1,
       "check a connector against the real world, store it and make its topics",
       ConnectorFlags() +
           std::vector<Flag>{LabelFlag(), InitialStateFlag(), WaitFlag("in that state")} +
           WriteFlags()},
      {V::kApply, N::kNone, "", 0, 0,
       "create what a file describes, or change it to that; prints what differs",
       file +
           std::vector<Flag>{{"dry-run", "", "only print what would differ"}, InitialStateFlag()} +
           RevisionFlags() + std::vector<Flag>{RequestIdFlag()}},
      {V::kDiff, N::kNone, "", 0, 0,
       "print in what a file differs from what there is; exit code 1 when it does", file},
      {V::kDiff,
       N::kConnector,
       "NAME [FROM [TO]]",
       1,
       3,
       "print in what two revisions differ (default: the current one and the one before); exit "
       "code 1 when they do",
       {}},
      {V::kValidate, N::kNone, "", 0, 0,
       "say what stands in the way of what a file describes, and what mends it", file},
      {V::kValidate, N::kConnector, "NAME", 1, 1,
       "say what stands in the way of a connector, and what mends it",
       ConnectorFlags() + std::vector<Flag>{LabelFlag()}},
      {V::kPreview, N::kNone, "", 0, 0,
       "show the rows that the topics' last records would become; nothing is written",
       file + std::vector<Flag>{LimitFlag("records")}},
      {V::kPreview, N::kConnector, "NAME", 1, 1,
       "the same for a connector that exists, or for the one that flags describe",
       ConnectorFlags() + std::vector<Flag>{LimitFlag("records")}},
      {V::kGet, N::kInstance, "[NAME]", 0, 1, "list instances, or show one", {}},
      {V::kGet, N::kConnector, "[NAME]", 0, 1, "list connectors, or show one",
       FilterFlags() +
           std::vector<Flag>{
               {"sort-by", "KEYS",
                "as 'severity desc, name': name, create_time, update_time, severity, lag_records "
                "or freshness"},
               {"watch", "", "go on printing rows as they change", {}, 'w'}}},
      {V::kGet,
       N::kEvent,
       "CONNECTOR",
       1,
       1,
       "list what happened to a connector, the newest first",
       {{"type",
         "WORD",
         "change, state, trouble, operation or by-itself; repeat for more",
         {},
         0,
         true},
        {"uid", "UID", "of an earlier connector of this name"},
        {"limit", "N", "how many events (default: 50)"}}},
      {V::kGet,
       N::kTask,
       "CONNECTOR [INDEX]",
       1,
       2,
       "list the tasks of a connector, or show one",
       {}},
      {V::kGet, N::kWorker, "[NAME]", 0, 1, "list workers, or show one", {}},
      {V::kGet,
       N::kPartition,
       "CONNECTOR",
       1,
       1,
       "list the partitions of the connector's table, as its role sees them",
       {}},
      {V::kGet,
       N::kRow,
       "CONNECTOR",
       1,
       1,
       "show rows of one partition of the table (the role needs Select)",
       {{"partition", "SPEC", "as get partitions prints it: 'pt=11-17-2020 15'"},
        LimitFlag("rows")}},
      {V::kGet,
       N::kRevision,
       "CONNECTOR [NUMBER]",
       1,
       2,
       "list the definitions that a connector had, the newest first, or show one",
       {}},
      {V::kGet, N::kDeadLetter, "CONNECTOR", 1, 1,
       "list the records that became no row, the newest first, and how many there are by reason",
       DeadLetterFlags() +
           std::vector<Flag>{{"limit", "N", "how many at most (default: 100; 0: all)"}}},
      {V::kGet,
       N::kOffset,
       "CONNECTOR",
       1,
       1,
       "show where a connector stands in each partition of its source topic",
       {}},
      {V::kGet,
       N::kOperation,
       "[NAME]",
       0,
       1,
       "list what takes longer than a call, the newest first, or show one",
       {{"connector", "NAME", "only those that work on this connector"},
        {"running", "", "only those that have not ended"}}},
      {V::kDescribe, N::kInstance, "NAME", 1, 1, "everything about an instance", {}},
      {V::kDescribe,
       N::kConnector,
       "NAME",
       1,
       1,
       "everything about a connector: how it is, what to do, figures, definition, tasks",
       {}},
      {V::kDescribe,
       N::kTask,
       "CONNECTOR INDEX",
       2,
       2,
       "everything about a task: how it is, what to do, figures, source partitions",
       {}},
      {V::kDescribe, N::kWorker, "NAME", 1, 1, "everything about a worker", {}},
      {V::kDescribe,
       N::kDeadLetter,
       "CONNECTOR ID",
       1,
       2,
       "everything about a dead letter, with key and value; or by its full name alone",
       {}},
      {V::kUpdate, N::kInstance, "NAME", 1, 1,
       "change what flags name; tasks take over a changed connection",
       InstanceFlags() + std::vector<Flag>{LabelFlag(), SkipCheckFlag()} + VerbFlags()},
      {V::kUpdate, N::kConnector, "NAME", 1, 1,
       "change what flags name; tasks take it over without losing or repeating a row",
       ConnectorFlags() +
           std::vector<Flag>{LabelFlag(),
                             {"rollback-after", "DURATION",
                              "if it is not healthy within this time (10s to 1h), the definition "
                              "before comes back by itself"}} +
           RevisionFlags() + VerbFlags()},
      {V::kCheck,
       N::kInstance,
       "NAME",
       1,
       1,
       "ask the brokers now; fails when they cannot be used, and says why",
       {}},
      {V::kDelete, N::kNone, "", 0, 0, "delete what a file describes",
       file + std::vector<Flag>{WaitFlag("gone")} + WriteFlags()},
      {V::kDelete, N::kInstance, "NAME...", 1, kMany, "forget instances that have no connectors",
       VerbFlags()},
      {V::kDelete, N::kConnector, "NAME...", 1, kMany,
       "stop connectors and forget them; rows stay in the table",
       std::vector<Flag>{
           WaitFlag("gone"),
           {"keep-group", "", "its consumer group and positions stay"},
           {"drop-topics", "", "its five topics go, dead letters with them"},
           {"undelete-window", "DURATION", "for so long it can be undeleted (1m to 144h)"}} +
           VerbFlags()},
      {V::kUndelete, N::kConnector, "NAME", 1, 1,
       "take a deletion back while its window is open; it is stopped then", VerbFlags()},
      {V::kDeploy, N::kConnector, "[NAME]", 0, 1,
       "let it run; the first time pins the start offsets",
       std::vector<Flag>{WaitFlag("running")} + ManyFlags() + VerbFlags()},
      {V::kPause, N::kConnector, "[NAME]", 0, 1, "stop reading, keep the tasks where they are",
       std::vector<Flag>{WaitFlag("paused")} + ManyFlags() + VerbFlags()},
      {V::kResume, N::kConnector, "[NAME]", 0, 1, "go on after pause",
       std::vector<Flag>{WaitFlag("running")} + ManyFlags() + VerbFlags()},
      {V::kStop, N::kConnector, "[NAME]", 0, 1, "take the tasks away; offsets stay",
       std::vector<Flag>{WaitFlag("stopped")} + ManyFlags() + VerbFlags()},
      {V::kRestart, N::kConnector, "[NAME]", 0, 1,
       "begin its tasks anew, at the offsets where they are",
       std::vector<Flag>{{"task", "INDEX", "only this one; repeat for more", {}, 0, true},
                         {"only-failed", "", "only those that have failed"},
                         WaitFlag("running")} +
           ManyFlags() + VerbFlags()},
      {V::kRollback, N::kConnector, "NAME [REVISION]", 1, 2,
       "bring an older definition back, as a new revision (default: the one before)",
       RevisionFlags() + VerbFlags()},
      {V::kSendTest, N::kConnector, "NAME", 1, 1, "write one record to the source topic",
       std::vector<Flag>{
           {"partition", "N", "source partition (default: chosen by key)"},
           {"key", "TEXT", "the record's key (default: none)"},
           {"value", "TEXT", "the record's value (default: none)"},
           {"wait", "", "wait until its row is in the table (at most --timeout and 25s)"}} +
           WriteFlags()},
      {V::kReplay, N::kNone, "CONNECTOR [ID...]", 1, kMany + 1,
       "write dead letters to the source topic again, and wait until that is done",
       DeadLetterWriteFlags()},
      {V::kDiscard, N::kNone, "CONNECTOR [ID...]", 1, kMany + 1,
       "put dead letters aside: lists leave them out from then on", DeadLetterWriteFlags()},
      {V::kWait, N::kNone, "", 0, 0, "wait until the connectors of a file are in a state, or gone",
       file + std::vector<Flag>{ForFlag()}},
      {V::kWait, N::kConnector, "NAME...", 1, kMany,
       "wait until connectors are in a state, or gone", std::vector<Flag>{ForFlag()}},
      {V::kLogLevel, N::kConnector, "NAME [LEVEL]", 1, 2,
       "log what concerns it from debug, info, warning or error on, on every process for a while "
       "(without: as each process does by itself)",
       std::vector<Flag>{{"for", "DURATION", "how long: 1m to 24h (default: 1h)"}}},
      {V::kCompletion,
       N::kNone,
       "SHELL",
       1,
       1,
       "print the script that lets bash, zsh or fish complete what is typed",
       {}},
      {V::kComplete,
       N::kNone,
       "[-- WORD...]",
       0,
       kMany,
       "print what the last of the words could become; what those scripts call",
       {}},
      {V::kMoveOffsets, N::kNone, "CONNECTOR", 1, 1,
       "read records again, or leave some out: shows the plan, asks, moves, and waits",
       std::vector<Flag>{
           {"to", "WHERE",
            "earliest, latest, a time (2026-01-31T15:04:05Z), -N or +N records, or offsets by "
            "partition (0=1200,1=1150)"},
           {"partition", "N", "only this source partition; repeat, or part by commas", {}, 0, true},
           {"dry-run", "", "only print the plan"},
           {"yes", "", "do not ask"},
           {"author", "NAME", "who asks for it, kept with the operation (default: $USER)"},
           {"reason", "TEXT", "why, kept with the operation"},
           RequestIdFlag()}},
      {V::kWait,
       N::kOperation,
       "NAME",
       1,
       1,
       "wait until an operation has ended (at most --timeout), and say what it came to",
       {}},
      {V::kCancel,
       N::kOperation,
       "NAME",
       1,
       1,
       "ask an operation to end early, as long as nothing has to be undone",
       {}},
      {V::kCreate, N::kToken, "NAME", 1, 1,
       "make an API token; its secret is printed, alone on stdout, this once",
       std::vector<Flag>{
           {"role", "ROLE", "viewer, operator or admin: what it may do"},
           {"worker", "", "for a worker, which has no role"},
           {"life", "DURATION", "how long it lets in, 1m to 87600h (default: 2160h, 90 days)"},
           {"display-name", "TEXT", "for people"},
           RequestIdFlag()}},
      {V::kCreate,
       N::kSignInLink,
       "",
       0,
       0,
       "print a code that signs you in to the console, once, within five minutes",
       {}},
      {V::kGet, N::kToken, "[NAME]", 0, 1, "list API tokens, or show one", {}},
      {V::kRevoke,
       N::kToken,
       "NAME...",
       1,
       kMany,
       "let nobody in by these tokens any more, from now on",
       {}},
      {V::kWhoAmI, N::kNone, "", 0, 0, "say who you are here, and what you may do", {}},
      {V::kVersion, N::kNone, "", 0, 0, "print the version", {}},
      {V::kHelp, N::kNone, "[VERB [NOUN]]", 0, 2, "explain a command", {}},
  };
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
