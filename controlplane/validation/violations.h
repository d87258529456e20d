#ifndef SLUICE_CONTROLPLANE_VALIDATION_VIOLATIONS_H_
#define SLUICE_CONTROLPLANE_VALIDATION_VIOLATIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// What is wrong with one field of a request.
struct Violation {
  std::string field;    // As BadRequest wants it: `connector.sink.project`.
  std::string reason;   // UPPER_SNAKE, one of ErrorReason.
  std::string message;  // What is wrong; then, after `; `, what to do.

  friend bool operator==(const Violation&, const Violation&) = default;
};

// The two parts of a violation's message: `is 65` and `set it to 1 to 64`.
absl::string_view ProblemIn(const Violation& violation);
absl::string_view AdviceIn(const Violation& violation);

// Everything that is wrong with a request, gathered before anything is refused. Keeps the first 32
// and counts the others: a hostile request must not make a large answer.
class Violations {
 public:
  static constexpr size_t kKeptMax = 32;

  void Add(absl::string_view field, absl::string_view reason, absl::string_view message);

  bool empty() const { return count_ == 0; }
  int count() const { return count_; }
  const std::vector<Violation>& kept() const { return kept_; }

 private:
  std::vector<Violation> kept_;
  int count_ = 0;
};

// `value` as it may stand in a message: quoted, escaped, cut to 64 bytes.
std::string Echo(absl::string_view value);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_VIOLATIONS_H_
