#ifndef SLUICE_CLI_GRAMMAR_COMMAND_H_
#define SLUICE_CLI_GRAMMAR_COMMAND_H_

#include <map>
#include <string>
#include <vector>

namespace sluice::cli {

enum class Verb {
  kCreate,
  kGet,
  kDescribe,
  kUpdate,
  kCheck,
  kDelete,
  kDeploy,
  kPause,
  kResume,
  kStop,
  kRestart,
  kRollback,
  kUndelete,
  kApply,
  kDiff,
  kWait,
  kLogLevel,
  kValidate,
  kPreview,
  kSendTest,
  kReplay,
  kDiscard,
  kCompletion,
  kComplete,
  kMoveOffsets,
  kCancel,
  kRevoke,
  kWhoAmI,
  kVersion,
  kHelp,
};

enum class Noun {
  kNone,
  kInstance,
  kConnector,
  kTask,
  kWorker,
  kPartition,
  kRow,
  kRevision,
  kDeadLetter,
  kEvent,
  kOffset,
  kOperation,
  kToken,
  kSignInLink,
};

// `--name VALUE`, `--name=VALUE`; with a letter also `-l VALUE`; without `value`, a switch.
struct Flag {
  std::string name;
  std::string value;  // What stands in its place in the help. Empty: a switch.
  std::string help;
  std::string field = {};  // The field of the resource that it fills: `sink.table`.
  char letter = 0;
  bool repeated = false;
  // The value names a file that holds the field's text: secrets stay off the command line.
  bool from_file = false;
};

// One line of the grammar: VERB [NOUN] ARGUMENTS FLAGS.
struct Command {
  Verb verb;
  Noun noun;
  std::string arguments;  // As the help shows them: `NAME`, `[NAME...]`.
  int arguments_min;
  int arguments_max;
  std::string summary;
  std::vector<Flag> flags = {};
};

// What a person typed, checked against the grammar.
struct Invocation {
  const Command* command = nullptr;
  std::vector<std::string> arguments;
  std::map<std::string, std::vector<std::string>> flags;  // By name; a switch holds "true".
  bool help = false;                                      // Only the command's help is wanted.

  bool Has(const std::string& flag) const { return flags.count(flag) > 0; }
  // The last value given; `fallback` without any.
  std::string Get(const std::string& flag, const std::string& fallback = "") const {
    auto found = flags.find(flag);
    return found == flags.end() ? fallback : found->second.back();
  }
};

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_COMMAND_H_
