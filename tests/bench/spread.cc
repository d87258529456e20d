#include "tests/bench/spread.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "base/check.h"

namespace sluice::bench {

std::string Spread::ToString(int digits) const {
  return absl::StrFormat("%.*f (%.*f to %.*f)", digits, median, digits, least, digits, most);
}

Spread SpreadOf(std::vector<double> values) {
  SLUICE_CHECK(!values.empty());
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  const double median =
      values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {.median = median, .least = values.front(), .most = values.back()};
}

}  // namespace sluice::bench
