#ifndef SLUICE_TESTS_E2E_TROUBLESHOOTING_PAGE_H_
#define SLUICE_TESTS_E2E_TROUBLESHOOTING_PAGE_H_

#include <string>
#include <vector>

namespace sluice::e2e {

// docs/troubleshooting.md: prose around transcripts, from `<!-- transcript NAME -->` to
// `<!-- end of transcript -->`. With SLUICE_UPDATE_TRANSCRIPT=1 a test writes its own anew.
class TroubleshootingPage {
 public:
  TroubleshootingPage();

  // The transcript of this name is `seen`. A failure shows both.
  void Expect(const std::string& name, std::string seen);

  // In the order of the page.
  std::vector<std::string> names() const;

 private:
  std::string file_;
  std::string text_;
};

}  // namespace sluice::e2e

#endif  // SLUICE_TESTS_E2E_TROUBLESHOOTING_PAGE_H_
