#ifndef SLUICE_TESTS_BENCH_SPREAD_H_
#define SLUICE_TESTS_BENCH_SPREAD_H_

#include <string>
#include <vector>

namespace sluice::bench {

// What repeated measurements say together.
struct Spread {
  double median = 0;
  double least = 0;
  double most = 0;

  // "0.62 (0.60 to 0.66)".
  std::string ToString(int digits) const;
};

// At least one value.
Spread SpreadOf(std::vector<double> values);

}  // namespace sluice::bench

#endif  // SLUICE_TESTS_BENCH_SPREAD_H_
