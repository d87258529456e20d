#ifndef SLUICE_MAXCOMPUTE_AUTH_SECRET_H_
#define SLUICE_MAXCOMPUTE_AUTH_SECRET_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// Text that must not be printed by accident: streams show `<secret>`, and reading it takes a word
// that stands out.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  absl::string_view Reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret& secret) {
    return out << (secret.empty() ? "<empty>" : "<secret>");
  }

 private:
  std::string text_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_SECRET_H_
