#include "cli/grammar/help.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/grammar/exit_code.h"
#include "cli/grammar/grammar.h"

namespace sluice::cli {
namespace {

std::string Columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  size_t width = 0;
  for (const auto& [left, right] : rows) width = std::max(width, left.size());
  std::string text;
  for (const auto& [left, right] : rows) {
    absl::StrAppend(&text, "  ", left, std::string(width - left.size() + 2, ' '), right, "\n");
  }
  return text;
}

std::string FlagText(const Flag& flag) {
  return absl::StrCat(flag.letter != 0 ? absl::StrCat("-", std::string(1, flag.letter), ", ") : "",
                      "--", flag.name, flag.value.empty() ? "" : absl::StrCat(" ", flag.value));
}

std::string FlagsText(const std::vector<Flag>& flags) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Flag& flag : flags) rows.emplace_back(FlagText(flag), flag.help);
  return Columns(rows);
}

}  // namespace

std::string Help() {
  std::vector<std::pair<std::string, std::string>> commands;
  for (const Command& command : Commands()) {
    commands.emplace_back(UsageOf(command), command.summary);
  }
  std::vector<std::pair<std::string, std::string>> codes;
  for (const ExitCodeMeaning& code : ExitCodes()) {
    codes.emplace_back(absl::StrCat(code.code), code.meaning);
  }
  return absl::StrCat(
      "sluicectl – records of Kafka topics into MaxCompute tables\n\n"
      "usage: sluicectl VERB NOUN [NAME] [FLAGS]\n\n",
      Columns(commands), "\nFlags of every command:\n", FlagsText(GlobalFlags()),
      "\nA connector is named by its id and --instance, or in full: "
      "instances/INSTANCE/connectors/CONNECTOR.\n"
      "The configuration file is ~/.config/sluice/config.yaml:\n"
      "  current_context: home\n"
      "  contexts: {home: {server: \"127.0.0.1:9090\", token_file: /home/me/token, instance: "
      "local}}\n"
      "\nExit codes:\n",
      Columns(codes));
}

std::string HelpOn(const Command& command) {
  std::string text =
      absl::StrCat(command.summary, "\n\nusage: sluicectl ", UsageOf(command), " [FLAGS]\n");
  if (!command.flags.empty()) absl::StrAppend(&text, "\n", FlagsText(command.flags));
  absl::StrAppend(&text, "\nFlags of every command:\n", FlagsText(GlobalFlags()));
  return text;
}

std::string HelpOnWords(const std::vector<std::string>& words) {
  const std::optional<Verb> verb = FindVerb(words[0]);
  const std::optional<Noun> noun = words.size() > 1 ? FindNoun(words[1]) : std::nullopt;
  if (words.size() > 1 && !noun.has_value()) return "";
  std::string text;
  for (const Command& command : Commands()) {
    if (command.verb != verb || (noun.has_value() && command.noun != noun)) continue;
    absl::StrAppend(&text, text.empty() ? "" : "\n", HelpOn(command));
  }
  return text;
}

}  // namespace sluice::cli
