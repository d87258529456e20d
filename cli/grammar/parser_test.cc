#include "cli/grammar/parser.h"

#include <set>

#include "absl/strings/match.h"
#include "base/status/status_matchers.h"
#include "cli/grammar/exit_code.h"
#include "cli/grammar/grammar.h"
#include "cli/grammar/help.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Words = std::vector<std::string>;

Invocation Parsed(const Words& words) {
  absl::StatusOr<Invocation> invocation = Parse(words);
  EXPECT_THAT(invocation, IsOk());
  return invocation.ok() ? *invocation : Invocation();
}

MATCHER_P2(IsUsageError, message, remedy, "") {
  *result_listener << arg.status().ToString() << " remedy " << RemedyOf(arg.status());
  return ExitCodeOf(arg.status()) == 2 && absl::StrContains(arg.status().message(), message) &&
         absl::StrContains(RemedyOf(arg.status()), remedy);
}

TEST(Parser, VerbNounAndNameAreReadAsInKubectl) {
  const Invocation one = Parsed({"get", "connector", "orders", "-o", "yaml"});
  EXPECT_EQ(one.command->verb, Verb::kGet);
  EXPECT_EQ(one.command->noun, Noun::kConnector);
  EXPECT_THAT(one.arguments, ElementsAre("orders"));
  EXPECT_EQ(one.Get("output"), "yaml");

  EXPECT_EQ(Parsed({"get", "connectors"}).command, one.command);
  EXPECT_EQ(Parsed({"list", "connectors"}).command, one.command);
}

TEST(Parser, FlagsAreTakenInEverySpelling) {
  EXPECT_EQ(Parsed({"get", "instances", "-ojson"}).Get("output"), "json");
  EXPECT_EQ(Parsed({"get", "instances", "-o=json"}).Get("output"), "json");
  EXPECT_EQ(Parsed({"get", "instances", "--output=json"}).Get("output"), "json");
  EXPECT_EQ(Parsed({"get", "instances", "--output", "json"}).Get("output"), "json");
  EXPECT_TRUE(Parsed({"deploy", "connector", "c", "--wait"}).Has("wait"));
  EXPECT_FALSE(Parsed({"deploy", "connector", "c", "--wait=false"}).Has("wait"));
  EXPECT_THAT(
      Parsed({"create", "instance", "i", "--label", "a=b", "--label", "c=d"}).flags["label"],
      ElementsAre("a=b", "c=d"));
}

TEST(Parser, AValueMayBeginWithAHyphenOrBeEmpty) {
  const Invocation sent =
      Parsed({"send-test", "connector", "c", "--key", "-1", "--value", "", "--partition=0"});
  EXPECT_EQ(sent.Get("key"), "-1");
  EXPECT_TRUE(sent.Has("value"));
  EXPECT_EQ(sent.Get("value", "none"), "");
}

TEST(Parser, WordsAfterTwoHyphensAreArguments) {
  EXPECT_THAT(Parsed({"get", "connector", "--", "-odd"}).arguments, ElementsAre("-odd"));
}

TEST(Parser, CreateTakesAFileInsteadOfANoun) {
  const Invocation file = Parsed({"create", "-f", "-"});
  EXPECT_EQ(file.command->noun, Noun::kNone);
  EXPECT_EQ(file.Get("file"), "-");
}

TEST(Parser, WhatIsNotUnderstoodNamesWhatWouldBe) {
  EXPECT_THAT(Parse({"creat", "connector"}),
              IsUsageError("unknown verb 'creat'", "create, apply, diff, validate"));
  EXPECT_THAT(Parse({"get"}), IsUsageError("get what?", "instance, connector"));
  EXPECT_THAT(Parse({"get", "topics"}), IsUsageError("cannot get 'topics'", "instance, connector"));
  EXPECT_THAT(Parse({"deploy", "instance", "i"}), IsUsageError("cannot deploy", "connector"));
  EXPECT_THAT(Parse({"create"}), IsUsageError("create what?", "-f FILE"));
  EXPECT_THAT(Parse({"-o", "json"}), IsUsageError("verb comes before", "VERB NOUN"));
}

TEST(Parser, WrongFlagsAndArgumentsAreUsageErrors) {
  EXPECT_THAT(Parse({"get", "instances", "--tabel", "t"}),
              IsUsageError("unknown flag --tabel", "--help"));
  EXPECT_THAT(Parse({"get", "instances", "-x"}), IsUsageError("unknown flag -x", "--help"));
  EXPECT_THAT(Parse({"get", "instances", "--output"}), IsUsageError("needs a value", "FORMAT"));
  EXPECT_THAT(Parse({"get", "instances", "-o", "json", "-o", "yaml"}),
              IsUsageError("given twice", "once"));
  EXPECT_THAT(Parse({"deploy", "connector", "c", "--wait=maybe"}),
              IsUsageError("takes no value", "--wait"));
  EXPECT_THAT(Parse({"update", "connector"}), IsUsageError("NAME is missing", "update connector"));
  EXPECT_THAT(Parse({"deploy", "connector", "a", "b"}),
              IsUsageError("unexpected 'b'", "deploy connector"));
}

TEST(Parser, HelpIsUnderstoodEverywhere) {
  EXPECT_EQ(Parsed({}).command->verb, Verb::kHelp);
  EXPECT_TRUE(Parsed({"--help"}).help);
  EXPECT_TRUE(Parsed({"deploy", "connector", "-h"}).help);
  EXPECT_TRUE(Parsed({"create", "--help"}).help);
}

TEST(Help, NamesEveryCommandEveryFlagAndEveryExitCode) {
  const std::string help = Help();
  for (const Command& command : Commands()) {
    EXPECT_THAT(help, HasSubstr(UsageOf(command)));
    for (const Flag& flag : command.flags) {
      EXPECT_THAT(HelpOn(command), HasSubstr("--" + flag.name));
      EXPECT_THAT(flag.help, testing::Not(IsEmpty()));
    }
  }
  for (const ExitCodeMeaning& code : ExitCodes()) EXPECT_THAT(help, HasSubstr(code.meaning));
}

TEST(Help, ExplainsTheCommandsThatTheWordsName) {
  EXPECT_THAT(HelpOnWords({"create", "connector"}), HasSubstr("--account-uid"));
  EXPECT_THAT(HelpOnWords({"create"}), HasSubstr("create instance"));
  EXPECT_THAT(HelpOnWords({"dance"}), IsEmpty());
  EXPECT_THAT(HelpOnWords({"create", "dance"}), IsEmpty());
}

TEST(Grammar, NoCommandHasTwoFlagsOfOneName) {
  for (const Command& command : Commands()) {
    std::set<std::string> names;
    for (const auto* flags : {&command.flags, &GlobalFlags()}) {
      for (const Flag& flag : *flags) {
        EXPECT_TRUE(names.insert(flag.name).second) << UsageOf(command) << " --" << flag.name;
      }
    }
  }
}

TEST(ExitCode, EveryCodeOfAnAnswerHasOne) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), 0);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("")), 1);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), 3);
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("")), 4);
  EXPECT_EQ(ExitCodeOf(absl::AlreadyExistsError("")), 5);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("")), 6);
  EXPECT_EQ(ExitCodeOf(absl::PermissionDeniedError("")), 7);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), 8);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), 8);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), 9);
}

}  // namespace
}  // namespace sluice::cli
