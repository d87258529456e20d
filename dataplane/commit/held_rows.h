#ifndef SLUICE_DATAPLANE_COMMIT_HELD_ROWS_H_
#define SLUICE_DATAPLANE_COMMIT_HELD_ROWS_H_

#include <cstdint>
#include <vector>

namespace sluice::dataplane {

// The offsets of one source partition whose rows the table holds already, as runs: rows come in
// batches, so there are few. A value.
class HeldRows {
 public:
  // Adds the offsets of [first, next). Runs are added by ascending offset.
  void Add(int64_t first, int64_t next);

  bool Contains(int64_t offset) const;
  bool empty() const { return runs_.empty(); }
  int64_t size() const { return size_; }

 private:
  struct Run {
    int64_t first = 0;
    int64_t next = 0;
  };

  std::vector<Run> runs_;  // Ascending, with gaps between them.
  int64_t size_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_HELD_ROWS_H_
