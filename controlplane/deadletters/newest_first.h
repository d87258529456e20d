#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_NEWEST_FIRST_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_NEWEST_FIRST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "base/kafka/topic_partition.h"
#include "controlplane/deadletters/dead_letter.h"
#include "controlplane/deadletters/error_topics.h"

namespace sluice::controlplane {

// Where a list goes on: letters of each partition below its offset. A partition that is not named
// has none left.
using DeadLetterPositions = std::map<kafka::TopicPartition, int64_t>;

// Merges partitions that are read backwards, window by window, into one order, the newest first. A
// letter is told only when every partition has shown its own next one, so a page does not depend on
// how far each was read. Pure; one thread.
class NewestFirst {
 public:
  // `left`: what each partition still has.
  explicit NewestFirst(const ErrorRanges& left);

  // What must be read before Take() can tell: the last `window` offsets of partitions that have no
  // letter at hand. Empty when nothing must be.
  ErrorRanges Wanted(int64_t window) const;

  // What one of the wanted ranges held, in the order of offsets; none is also an answer.
  void Add(const kafka::TopicPartition& partition, const kafka::OffsetRange& range,
           std::vector<DeadLetter> letters);

  // The next one. Nothing while something is wanted, and at the end.
  std::optional<DeadLetter> Take();

  // Those behind what was taken. Empty at the end.
  DeadLetterPositions positions() const;

 private:
  struct Part {
    kafka::OffsetRange left;
    std::vector<DeadLetter> at_hand;  // The newest at the back.
  };

  std::map<kafka::TopicPartition, Part> parts_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_NEWEST_FIRST_H_
