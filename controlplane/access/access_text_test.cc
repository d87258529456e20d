#include "controlplane/access/access_text.h"

#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

std::string Document() {
  std::ifstream file("docs/access.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(AccessText, TheDocumentSaysWhatTheCodeDoes) {
  const std::string document = Document();
  ASSERT_FALSE(document.empty());
  EXPECT_EQ(WithFreshAccessTables(document), document)
      << "write it anew: bazel run //controlplane/access:access_doc < docs/access.md";
}

TEST(AccessText, TheDocumentHoldsBothTables) {
  for (const char* name : {"permissions", "methods"}) {
    EXPECT_THAT(Document(), HasSubstr(std::string("<!-- table ") + name + " -->"));
  }
}

TEST(AccessText, WhatIsNoTableStaysAsItIs) {
  EXPECT_EQ(WithFreshAccessTables("a <!-- b -->\n"), "a <!-- b -->\n");
  EXPECT_THAT(
      WithFreshAccessTables("x\n<!-- table methods -->\nold\n<!-- end of table -->\ny\n"),
      testing::AllOf(HasSubstr("| `ConnectorService.PauseConnector` | `connectors.operate` |"),
                     testing::Not(HasSubstr("old")), testing::EndsWith("\ny\n")));
}

}  // namespace
}  // namespace sluice::controlplane
