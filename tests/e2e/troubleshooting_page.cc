#include "tests/e2e/troubleshooting_page.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/cluster/child_process.h"

namespace sluice::e2e {
namespace {

constexpr char kPage[] = "docs/troubleshooting.md";
constexpr char kBegin[] = "<!-- transcript ";
constexpr char kBeginEnd[] = " -->\n";
constexpr char kEnd[] = "<!-- end of transcript -->";

}  // namespace

TroubleshootingPage::TroubleshootingPage() : file_(cluster::Runfile(kPage)) {
  std::ifstream file(file_);
  std::ostringstream text;
  text << file.rdbuf();
  text_ = text.str();
  EXPECT_FALSE(text_.empty()) << file_;
}

void TroubleshootingPage::Expect(const std::string& name, std::string seen) {
  seen.resize(seen.find_last_not_of('\n') + 1);
  seen = absl::StrCat("```\n", seen, "\n```\n");
  const std::string mark = absl::StrCat(kBegin, name, kBeginEnd);
  const size_t begin = text_.find(mark);
  const size_t end = text_.find(kEnd, begin);
  ASSERT_NE(begin, text_.npos) << kPage << " has no transcript " << name << "; it is\n" << seen;
  ASSERT_NE(end, text_.npos) << kPage << ": transcript " << name << " has no end";
  const size_t body = begin + mark.size();
  const std::string written = text_.substr(body, end - body);
  if (std::getenv("SLUICE_UPDATE_TRANSCRIPT") != nullptr) {
    text_.replace(body, end - body, seen);
    // The page itself, not the link to it.
    std::ofstream(std::filesystem::canonical(file_)) << text_;
    return;
  }
  EXPECT_EQ(written, seen) << kPage << " is not what happens; when all is well with it, write it "
                           << "anew: ./dev test with --test_env=SLUICE_UPDATE_TRANSCRIPT=1";
}

std::vector<std::string> TroubleshootingPage::names() const {
  std::vector<std::string> names;
  for (size_t at = text_.find(kBegin); at != text_.npos; at = text_.find(kBegin, at + 1)) {
    const size_t name = at + sizeof(kBegin) - 1;
    names.push_back(text_.substr(name, text_.find(kBeginEnd, name) - name));
  }
  return names;
}

}  // namespace sluice::e2e
