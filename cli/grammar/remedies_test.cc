// Every command that an error tells a person to type is one that sluicectl understands: verb, noun,
// number of arguments and flags. Reads the sources of all programs.

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "cli/grammar/parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kProgram[] = "sluicectl ";
constexpr char kAnything[] = "X";  // What only the running program knows.

// A C++ source as a sequence of string literals and what stands between them.
class Source {
 public:
  explicit Source(absl::string_view text) : rest_(text) {}

  // What stands before the next literal, without comments; moves to the literal, or to the end.
  std::string Between() {
    std::string gap;
    while (!rest_.empty() && rest_[0] != '"') {
      if (absl::StartsWith(rest_, "//")) {
        Skip(rest_.find('\n'));
      } else if (absl::StartsWith(rest_, "R\"")) {
        SkipRaw();
      } else if (rest_[0] == '\'' &&
                 (gap.empty() || !std::isalnum(static_cast<unsigned char>(gap.back())))) {
        SkipCharacter();  // Not the mark in 10'000.
      } else {
        gap += rest_[0];
        Skip(1);
      }
    }
    return gap;
  }

  bool at_end() const { return rest_.empty(); }

  std::string Literal() {
    std::string text;
    for (Skip(1); !rest_.empty() && rest_[0] != '"'; Skip(1)) {
      if (rest_[0] != '\\' || rest_.size() < 2) {
        text += rest_[0];
        continue;
      }
      Skip(1);
      text += rest_[0] == 'n' ? '\n' : rest_[0];
    }
    Skip(1);
    return text;
  }

 private:
  void Skip(size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }
  void SkipCharacter() {
    const size_t close = rest_.find('\'', absl::StartsWith(rest_, "'\\") ? 3 : 2);
    Skip(close == rest_.npos ? rest_.size() : close + 1);
  }
  void SkipRaw() {
    const size_t open = rest_.find('(');
    if (open == rest_.npos) return Skip(rest_.size());
    const std::string end = absl::StrCat(")", rest_.substr(2, open - 2), "\"");
    const size_t close = rest_.find(end);
    Skip(close == rest_.npos ? rest_.size() : close + end.size());
  }

  absl::string_view rest_;
};

bool NamesSomething(absl::string_view gap) {
  return std::any_of(gap.begin(), gap.end(), [](unsigned char c) { return std::isalnum(c); });
}

// The texts that the expressions of a source make: literals of one expression, with kAnything in
// the place of what stands between them.
std::vector<std::string> TextsOf(absl::string_view text) {
  std::vector<std::string> texts(1);
  Source source(text);
  while (true) {
    const std::string gap = source.Between();
    const size_t end = gap.find_first_of(";{}");
    if (NamesSomething(gap.substr(0, end))) texts.back() += kAnything;
    if (end != gap.npos) texts.emplace_back();
    if (source.at_end()) return texts;
    texts.back() += source.Literal();
  }
}

// Those that a person is told to type; not those that only show the form of one.
std::vector<std::string> CommandsOf(absl::string_view text) {
  std::vector<std::string> commands;
  for (const std::string& said : TextsOf(text)) {
    for (size_t at = said.find(kProgram); at != said.npos; at = said.find(kProgram, at + 1)) {
      const size_t begin = at + sizeof(kProgram) - 1;
      const std::string command = said.substr(begin, said.find_first_of("`)\n;,\"", begin) - begin);
      if (!command.empty() && std::islower(static_cast<unsigned char>(command[0])) &&
          !absl::StartsWith(command, "was "))  // That tells what happened.
        commands.push_back(command);
    }
  }
  return commands;
}

std::vector<std::string> WordsOf(const std::string& command) {
  return absl::StrSplit(command, ' ', absl::SkipEmpty());
}

// `data` files are links into the workspace: from this one its top is found.
std::filesystem::path Top() {
  return std::filesystem::canonical("cli/grammar/grammar.cc")
      .parent_path()
      .parent_path()
      .parent_path();
}

bool IsSource(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return (path.extension() == ".cc" || path.extension() == ".h") &&
         !absl::StrContains(name, "_test.");
}

TEST(Remedies, EveryCommandThatTheyNameIsOneOfTheGrammar) {
  std::vector<std::string> wrong;
  int found = 0;
  for (const char* room :
       {"base", "cli", "controlplane", "conversion", "dataplane", "formats", "maxcompute"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Top() / room)) {
      if (!IsSource(entry.path())) continue;
      std::ifstream file(entry.path());
      const std::string text(std::istreambuf_iterator<char>(file), {});
      for (const std::string& command : CommandsOf(text)) {
        ++found;
        const absl::StatusOr<Invocation> parsed = Parse(WordsOf(command));
        if (parsed.ok()) continue;
        wrong.push_back(absl::StrCat(entry.path().filename().string(), ": ", command, ": ",
                                     parsed.status().message()));
      }
    }
  }
  EXPECT_THAT(wrong, IsEmpty());
  EXPECT_GE(found, 4) << "nothing was read, or remedies name no commands any more";
}

TEST(Remedies, ACommandIsFoundInTheExpressionThatMakesIt) {
  EXPECT_THAT(
      CommandsOf(R"cc(
        // sluicectl nonsense
        return absl::StrCat(
            "gone:\n"
            "sluicectl move-offsets ",
            id, " --to=", cut ? "latest" : "earliest");
        f("see (sluicectl get workers)", "write sluicectl VERB NOUN");
        g(absl::StrCat("on; sluicectl wait operation ", IdOf(name())));
      )cc"),
      ElementsAre("move-offsets X --to=Xlatestearliest", "get workers", "wait operation X"));
}

}  // namespace
}  // namespace sluice::cli
