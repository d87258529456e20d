#include "cli/grammar/completion.h"

#include <set>

#include "absl/strings/match.h"
#include "cli/grammar/grammar.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

std::vector<std::string> Offered(const std::vector<std::string>& words) {
  return Complete(words).candidates;
}

TEST(Completion, EveryVerbOfTheGrammarIsOffered) {
  for (const Command& command : Commands()) {
    if (command.verb == Verb::kComplete) continue;  // People do not type it.
    EXPECT_THAT(Offered({""}), Contains(WordOf(command.verb)));
  }
  EXPECT_THAT(Offered({"dep"}), ElementsAre("deploy"));
  EXPECT_THAT(Offered({"dance", ""}), IsEmpty());
}

TEST(Completion, AVerbThatStandsInManyGroupsIsOfferedOnce) {
  const std::vector<std::string> offered = Offered({""});
  EXPECT_EQ(std::set<std::string>(offered.begin(), offered.end()).size(), offered.size());
}

TEST(Completion, NounsAreThoseOfTheVerb) {
  EXPECT_THAT(Offered({"pause", ""}), ElementsAre("connector"));
  EXPECT_THAT(Offered({"get", "re"}), ElementsAre("revisions"));
}

TEST(Completion, FlagsAreThoseOfTheCommandAndThoseOfAll) {
  EXPECT_THAT(Offered({"deploy", "connector", "orders", "--"}),
              AllOf(IsSupersetOf({"--wait", "--etag", "--instance", "--output"}),
                    Not(Contains("--topic"))));
  EXPECT_THAT(Offered({"create", "connector", "orders", "--top"}), ElementsAre("--topic"));
  EXPECT_THAT(Offered({"apply", "--d"}), ElementsAre("--dry-run"));
}

TEST(Completion, ValuesOfFewWordsAreOfferedAndOthersAreTheShellsAffair) {
  EXPECT_THAT(Offered({"get", "connectors", "-o", ""}), ElementsAre("table", "json", "yaml"));
  EXPECT_THAT(Offered({"create", "-f", "x.yaml", "--initial-state", "p"}), ElementsAre("paused"));
  EXPECT_THAT(Offered({"wait", "connector", "orders", "--for", "d"}), ElementsAre("deleted"));
  EXPECT_THAT(Offered({"apply", "-f", ""}), IsEmpty());
  EXPECT_EQ(Complete({"apply", "-f", ""}).names, Noun::kNone);
  EXPECT_THAT(Offered({"log-level", "connector", "orders", "w"}), ElementsAre("warning"));
  EXPECT_THAT(Offered({"completion", ""}), ElementsAre("bash", "zsh", "fish"));
}

TEST(Completion, NamesAreAskedForWhereACommandTakesThem) {
  EXPECT_EQ(Complete({"pause", "connector", ""}).names, Noun::kConnector);
  EXPECT_EQ(Complete({"get", "tasks", "or"}).names, Noun::kConnector);
  EXPECT_EQ(Complete({"describe", "worker", ""}).names, Noun::kWorker);
  EXPECT_EQ(Complete({"describe", "instance", ""}).names, Noun::kInstance);
  EXPECT_EQ(Complete({"pause", "connector", "--instance", ""}).names, Noun::kInstance);
  EXPECT_EQ(Complete({"delete", "connector", "a", ""}).names, Noun::kConnector);
  EXPECT_EQ(Complete({"pause", "connector", "a", ""}).names, Noun::kNone);
  EXPECT_EQ(Complete({"create", "connector", ""}).names, Noun::kNone);
}

TEST(Completion, WhichControlPlaneIsMeantIsReadFromTheWordsBefore) {
  const Completion completion =
      Complete({"pause", "connector", "--server=h:1", "--instance", "cn", "o"});

  EXPECT_EQ(completion.meant.Get("server"), "h:1");
  EXPECT_EQ(completion.meant.Get("instance"), "cn");
  EXPECT_EQ(completion.names, Noun::kConnector);
}

TEST(Completion, ScriptsAskTheProgramItself) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    EXPECT_TRUE(absl::StrContains(CompletionScript(shell), "sluicectl complete -- ")) << shell;
  }
  EXPECT_EQ(CompletionScript("cmd"), "");
}

}  // namespace
}  // namespace sluice::cli
