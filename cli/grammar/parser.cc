#include "cli/grammar/parser.h"

#include <deque>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/grammar/grammar.h"

namespace sluice::cli {
namespace {

absl::Status Usage(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage), remedy);
}

std::string KnownVerbs() {
  std::vector<std::string> words;
  for (const Command& command : Commands()) {
    std::string word = WordOf(command.verb);
    if (words.empty() || words.back() != word) words.push_back(std::move(word));
  }
  return absl::StrJoin(words, ", ");
}

std::string NounsOf(Verb verb) {
  std::vector<std::string> words;
  for (const Command& command : Commands()) {
    if (command.verb == verb && command.noun != Noun::kNone) words.push_back(WordOf(command.noun));
  }
  return absl::StrJoin(words, ", ");
}

const Command* FindCommand(Verb verb, Noun noun) {
  for (const Command& command : Commands()) {
    if (command.verb == verb && command.noun == noun) return &command;
  }
  return nullptr;
}

// Words apart from flags. Which flags take a value depends on the command, and the command stands
// in the words: so the words before the first flag must hold it, as in kubectl.
struct Words {
  std::vector<std::string> leading;
  std::deque<std::string> rest;
};

Words Part(const std::vector<std::string>& words) {
  Words parts;
  size_t i = 0;
  for (; i < words.size() && !absl::StartsWith(words[i], "-"); ++i) {
    parts.leading.push_back(words[i]);
  }
  parts.rest.assign(words.begin() + i, words.end());
  return parts;
}

const Flag* FindFlag(const Command& command, absl::string_view name) {
  for (const std::vector<Flag>* flags : {&command.flags, &GlobalFlags()}) {
    for (const Flag& flag : *flags) {
      if (flag.name == name || (name.size() == 1 && flag.letter == name[0])) return &flag;
    }
  }
  return nullptr;
}

// `--name=value`, `--name`, `-l`, `-lvalue` as name and, if it is there, value.
struct Given {
  std::string name;
  std::string value;
  bool has_value = false;
};

Given Take(const std::string& word) {
  if (absl::StartsWith(word, "--")) {
    const size_t equals = word.find('=');
    if (equals == word.npos) return {.name = word.substr(2)};
    return {
        .name = word.substr(2, equals - 2), .value = word.substr(equals + 1), .has_value = true};
  }
  if (word.size() == 2) return {.name = word.substr(1)};
  const size_t value = word[2] == '=' ? 3 : 2;
  return {.name = word.substr(1, 1), .value = word.substr(value), .has_value = true};
}

absl::Status TakeFlag(const std::string& word, std::deque<std::string>& rest,
                      Invocation& invocation) {
  Given given = Take(word);
  const Flag* flag = FindFlag(*invocation.command, given.name);
  const std::string usage = UsageOf(*invocation.command);
  if (flag == nullptr) {
    return Usage(absl::StrCat("unknown flag ", word.substr(0, word.find('='))),
                 absl::StrCat("sluicectl ", usage, " --help lists the flags"));
  }
  if (flag->value.empty()) {
    if (given.has_value && given.value != "true" && given.value != "false") {
      return Usage(absl::StrCat("--", flag->name, " takes no value"),
                   absl::StrCat("write --", flag->name));
    }
    if (given.value == "false") return absl::OkStatus();
    given.value = "true";
  } else if (!given.has_value) {
    if (rest.empty()) {
      return Usage(absl::StrCat("--", flag->name, " needs a value"),
                   absl::StrCat("write --", flag->name, " ", flag->value));
    }
    given.value = rest.front();
    rest.pop_front();
  }
  std::vector<std::string>& values = invocation.flags[flag->name];
  if (!values.empty() && !flag->repeated) {
    return Usage(absl::StrCat("--", flag->name, " is given twice"), "give it once");
  }
  values.push_back(std::move(given.value));
  return absl::OkStatus();
}

// The command that the leading words name, and how many of them it took.
absl::StatusOr<std::pair<const Command*, size_t>> NamedCommand(
    const std::vector<std::string>& leading) {
  const std::optional<Verb> verb = FindVerb(leading.front());
  if (!verb.has_value()) {
    return Usage(absl::StrCat("unknown verb '", leading.front(), "'"),
                 absl::StrCat("one of ", KnownVerbs()));
  }
  const Command* alone = FindCommand(*verb, Noun::kNone);
  const std::string nouns = NounsOf(*verb);
  if (nouns.empty() || (leading.size() == 1 && alone != nullptr)) {
    return std::pair{alone, size_t{1}};
  }
  if (leading.size() == 1) {
    return Usage(absl::StrCat(leading.front(), " what?"), absl::StrCat("one of ", nouns));
  }
  const std::optional<Noun> noun = FindNoun(leading[1]);
  const Command* command = noun.has_value() ? FindCommand(*verb, *noun) : nullptr;
  if (command == nullptr) {
    return Usage(absl::StrCat("cannot ", leading.front(), " '", leading[1], "'"),
                 absl::StrCat("one of ", nouns));
  }
  return std::pair{command, size_t{2}};
}

absl::Status CheckArguments(const Invocation& invocation) {
  const Command& command = *invocation.command;
  const std::string usage = absl::StrCat("sluicectl ", UsageOf(command));
  const int count = invocation.arguments.size();
  if (count < command.arguments_min) {
    return Usage(absl::StrCat(usage, ": ", command.arguments, " is missing"),
                 absl::StrCat("write ", usage));
  }
  if (count > command.arguments_max) {
    return Usage(
        absl::StrCat(usage, ": unexpected '", invocation.arguments[command.arguments_max], "'"),
        absl::StrCat("write ", usage));
  }
  if (FindFlag(command, "file") != nullptr && !invocation.Has("file")) {
    const std::string verb = WordOf(command.verb);
    return Usage(absl::StrCat(verb, " what?"),
                 absl::StrCat("one of ", NounsOf(command.verb), ", or -f FILE"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Invocation> Parse(const std::vector<std::string>& words) {
  Words parts = Part(words);
  Invocation invocation;
  if (parts.leading.empty()) {
    // Flags alone: nothing to do but explain, or complain that the verb is not in front.
    if (!parts.rest.empty() && parts.rest.front() != "--help" && parts.rest.front() != "-h") {
      return Usage(absl::StrCat("a verb comes before ", parts.rest.front()),
                   "write sluicectl VERB NOUN [NAME] [FLAGS]");
    }
    invocation.command = FindCommand(Verb::kHelp, Noun::kNone);
    invocation.help = !parts.rest.empty();
    return invocation;
  }
  SLUICE_ASSIGN_OR_RETURN(const auto named, NamedCommand(parts.leading));
  invocation.command = named.first;
  invocation.arguments.assign(parts.leading.begin() + named.second, parts.leading.end());
  while (!parts.rest.empty()) {
    std::string word = std::move(parts.rest.front());
    parts.rest.pop_front();
    if (word == "--") {
      invocation.arguments.insert(invocation.arguments.end(), parts.rest.begin(), parts.rest.end());
      break;
    }
    if (word.size() < 2 || word[0] != '-') {
      invocation.arguments.push_back(std::move(word));
    } else {
      SLUICE_RETURN_IF_ERROR(TakeFlag(word, parts.rest, invocation));
    }
  }
  invocation.help = invocation.Has("help");
  if (!invocation.help) SLUICE_RETURN_IF_ERROR(CheckArguments(invocation));
  return invocation;
}

}  // namespace sluice::cli
