#include "controlplane/lifecycle/lifecycle_text.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

std::string Document() {
  std::ifstream file("docs/lifecycle.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(LifecycleText, TheDocumentSaysWhatTheCodeDoes) {
  const std::string document = Document();
  ASSERT_FALSE(document.empty());
  EXPECT_EQ(WithFreshTables(document), document)
      << "write it anew: bazel run //controlplane/lifecycle:lifecycle_doc < docs/lifecycle.md";
}

TEST(LifecycleText, TheDocumentHoldsEveryTable) {
  for (const char* name : {"verbs", "observations", "changes"}) {
    EXPECT_THAT(Document(), HasSubstr(std::string("<!-- table ") + name + " -->"));
  }
}

TEST(LifecycleText, WhatIsNoTableStaysAsItIs) {
  EXPECT_EQ(WithFreshTables("a <!-- b -->\n"), "a <!-- b -->\n");
  EXPECT_THAT(WithFreshTables("x\n<!-- table verbs -->\nold\n<!-- end of table -->\ny\n"),
              testing::AllOf(HasSubstr("| pause | – | PAUSED | stays | – | – |"),
                             testing::Not(HasSubstr("old")), testing::EndsWith("\ny\n")));
}

}  // namespace
}  // namespace sluice::controlplane
