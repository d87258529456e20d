#ifndef SLUICE_MAXCOMPUTE_RECORD_PARTITION_SPEC_H_
#define SLUICE_MAXCOMPUTE_RECORD_PARTITION_SPEC_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// Names one partition of a table by the values of its partition keys, outermost first. Without any
// key it stands for the whole of a table that has no partitions.
//
// The three spellings differ: the tunnel's `a=1,b=2`, the quoted `a='1',b='2'` of REST and SQL, and
// the folder-like `a=1/b=2` that is shown to people.
class PartitionSpec {
 public:
  using Level = std::pair<std::string, std::string>;  // Name of the key in lower case, value.

  PartitionSpec() = default;
  explicit PartitionSpec(std::vector<Level> levels);
  PartitionSpec(std::initializer_list<Level> levels) : PartitionSpec(std::vector<Level>(levels)) {}

  // Takes all three spellings. INVALID_ARGUMENT for anything else, an empty text included.
  static absl::StatusOr<PartitionSpec> Parse(absl::string_view text);

  std::string ForTunnel() const;
  // Quotes and backslashes within values are escaped as SQL wants it.
  std::string ForSql() const;
  std::string ToString() const;

  bool empty() const { return levels_.empty(); }
  const std::vector<Level>& levels() const { return levels_; }

  friend bool operator==(const PartitionSpec&, const PartitionSpec&) = default;
  friend auto operator<=>(const PartitionSpec&, const PartitionSpec&) = default;

  template <typename H>
  friend H AbslHashValue(H hash, const PartitionSpec& spec) {
    return H::combine(std::move(hash), spec.levels_);
  }

 private:
  std::vector<Level> levels_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_PARTITION_SPEC_H_
