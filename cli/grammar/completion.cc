#include "cli/grammar/completion.h"

#include <algorithm>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/grammar/grammar.h"

namespace sluice::cli {
namespace {

using Words = std::vector<std::string>;

constexpr char kBash[] =
    R"script(# Completion of sluicectl for bash: source <(sluicectl completion bash)
_sluicectl() {
  local IFS=$'\n'
  COMPREPLY=($(sluicectl complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _sluicectl sluicectl
)script";

constexpr char kZsh[] = R"script(#compdef sluicectl
# Completion of sluicectl for zsh: source <(sluicectl completion zsh)
_sluicectl() {
  local -a found
  found=("${(@f)$(sluicectl complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=(${found:#})
  if (( ${#found} )); then
    compadd -a found
  else
    _files
  fi
}
compdef _sluicectl sluicectl
)script";

constexpr char kFish[] =
    R"script(# Completion of sluicectl for fish: sluicectl completion fish | source
function __sluicectl_complete
  set -l words (commandline -opc) (commandline -ct)
  sluicectl complete -- $words[2..-1] 2>/dev/null
end
complete -c sluicectl -a '(__sluicectl_complete)'
)script";

// A verb that some commands share may want different flags after different nouns.
std::vector<const Command*> CommandsOf(Verb verb, std::optional<Noun> noun) {
  std::vector<const Command*> found;
  for (const Command& command : Commands()) {
    if (command.verb == verb && (!noun.has_value() || command.noun == *noun)) {
      found.push_back(&command);
    }
  }
  return found;
}

const Flag* FindFlag(const std::vector<const Command*>& commands, const std::string& word) {
  const auto is_meant = [&](const Flag& flag) {
    return word == absl::StrCat("--", flag.name) ||
           (flag.letter != 0 && word == absl::StrCat("-", std::string(1, flag.letter)));
  };
  for (const Command* command : commands) {
    const auto found = std::find_if(command->flags.begin(), command->flags.end(), is_meant);
    if (found != command->flags.end()) return &*found;
  }
  const auto found = std::find_if(GlobalFlags().begin(), GlobalFlags().end(), is_meant);
  return found == GlobalFlags().end() ? nullptr : &*found;
}

// In the order of the table, where a verb may stand in more than one group.
Words Verbs() {
  Words verbs;
  for (const Command& command : Commands()) {
    const std::string word = WordOf(command.verb);
    if (command.verb != Verb::kComplete && !absl::c_linear_search(verbs, word)) {
      verbs.push_back(word);
    }
  }
  return verbs;
}

Words Nouns(const std::vector<const Command*>& commands) {
  Words nouns;
  for (const Command* command : commands) {
    if (command->noun == Noun::kNone) continue;
    nouns.push_back(absl::StrCat(WordOf(command->noun), command->verb == Verb::kGet ? "s" : ""));
  }
  return nouns;
}

Words Flags(const std::vector<const Command*>& commands) {
  Words names;
  const auto add = [&](const std::vector<Flag>& flags) {
    for (const Flag& flag : flags) names.push_back(absl::StrCat("--", flag.name));
  };
  for (const Command* command : commands) add(command->flags);
  add(GlobalFlags());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// What a flag's value can be, where that is a small set.
Words ValuesOf(const Flag& flag, Verb verb) {
  if (flag.name == "output") return {"table", "json", "yaml"};
  if (flag.name == "initial-state") return {"draft", "running", "paused", "stopped"};
  if (flag.name == "for" && verb == Verb::kWait) {
    return {"state=RUNNING", "state=PAUSED", "state=STOPPED", "state=DRAFT", "deleted"};
  }
  return {};
}

// The names that the first argument of a command stands for.
Noun NamesOf(const Command& command) {
  switch (command.noun) {
    case Noun::kInstance:
    case Noun::kWorker:
      return command.noun;
    case Noun::kToken:
    case Noun::kSignInLink:
    case Noun::kNone:
      return Noun::kNone;
    default:
      return Noun::kConnector;
  }
}

// Whether a person makes the thing that the command's argument names: then there is no such name
// yet.
bool IsNew(const Command& command) { return command.verb == Verb::kCreate; }

}  // namespace

Completion Complete(const Words& words) {
  Completion completion;
  if (words.empty()) return completion;
  const std::string& typed = words.back();
  const auto offer = [&](const Words& candidates) {
    for (const std::string& candidate : candidates) {
      if (absl::StartsWith(candidate, typed)) completion.candidates.push_back(candidate);
    }
    return completion;
  };
  if (words.size() == 1) return offer(Verbs());
  const std::optional<Verb> verb = FindVerb(words[0]);
  if (!verb.has_value()) return completion;

  std::vector<const Command*> commands = CommandsOf(*verb, std::nullopt);
  size_t next = 1;
  if (words.size() > 2) {
    const std::optional<Noun> noun = FindNoun(words[1]);
    if (noun.has_value() && !CommandsOf(*verb, noun).empty()) {
      commands = CommandsOf(*verb, noun);
      next = 2;
    }
  }
  size_t arguments = 0;
  for (; next + 1 < words.size(); ++next) {
    if (!absl::StartsWith(words[next], "-")) {
      ++arguments;
      continue;
    }
    const size_t equals = words[next].find('=');
    const Flag* flag = FindFlag(commands, words[next].substr(0, equals));
    if (flag == nullptr || flag->value.empty()) continue;
    if (equals != std::string::npos) {
      completion.meant.flags[flag->name] = {words[next].substr(equals + 1)};
    } else if (next + 2 == words.size()) {
      if (flag->name == "instance") completion.names = Noun::kInstance;
      return offer(ValuesOf(*flag, *verb));
    } else {
      completion.meant.flags[flag->name] = {words[++next]};
    }
  }
  if (absl::StartsWith(typed, "-")) return offer(Flags(commands));
  if (words.size() == 2) {
    if (*verb == Verb::kCompletion) return offer({"bash", "zsh", "fish"});
    return offer(*verb == Verb::kHelp ? Verbs() : Nouns(commands));
  }
  if (commands.size() != 1 || commands[0]->noun == Noun::kNone) return completion;
  if (*verb == Verb::kLogLevel && arguments == 1) {
    return offer({"debug", "info", "warning", "error"});
  }
  const bool every = absl::EndsWith(commands[0]->arguments, "...");
  if ((arguments == 0 || every) && !IsNew(*commands[0])) completion.names = NamesOf(*commands[0]);
  return completion;
}

std::string CompletionScript(const std::string& shell) {
  if (shell == "bash") return kBash;
  if (shell == "zsh") return kZsh;
  if (shell == "fish") return kFish;
  return "";
}

}  // namespace sluice::cli
