#ifndef SLUICE_CONTROLPLANE_FILTER_FILTER_H_
#define SLUICE_CONTROLPLANE_FILTER_FILTER_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::controlplane {

// What of a connector a condition looks at.
enum class FilterField {
  kState,
  kDesiredState,
  kLabel,
  kName,
  kText,
  kTroubleReason,
  kTroubleClass,
  kTrouble,
  kLagRecords,
  kFreshness,
  kDeadLetters,
  kSourceTopic,
  kSinkProject,
  kSinkTable,
};

enum class FilterOp {
  kIs,       // One of `values`.
  kIsNot,    // None of them.
  kIsThere,  // Whatever it is.
  kBelow,
  kAtMost,
  kAbove,
  kAtLeast,
};

struct FilterCondition {
  FilterField field = FilterField::kState;
  FilterOp op = FilterOp::kIs;
  std::string label = {};                // Of kLabel: the key.
  std::vector<std::string> values = {};  // Of kIs and kIsNot. Of kName, one that ends in `*` is how
                                         // the id begins; kText: in any letter case of ASCII.
  int64_t number = 0;  // Of the comparisons; of kFreshness in microseconds, above 0.

  friend bool operator==(const FilterCondition&, const FilterCondition&) = default;
};

// Which connectors are meant: those of which every condition holds.
struct Filter {
  std::vector<FilterCondition> conditions = {};

  friend bool operator==(const Filter&, const Filter&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_FILTER_FILTER_H_
