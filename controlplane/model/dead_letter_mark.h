#ifndef SLUICE_CONTROLPLANE_MODEL_DEAD_LETTER_MARK_H_
#define SLUICE_CONTROLPLANE_MODEL_DEAD_LETTER_MARK_H_

#include <compare>
#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace sluice::controlplane {

// Where a dead letter lies.
struct DeadLetterPlace {
  std::string topic;
  int32_t partition = 0;
  int64_t offset = 0;

  friend auto operator<=>(const DeadLetterPlace&, const DeadLetterPlace&) = default;
};

// Places of one partition of an error topic: from `from`, up to but not with `to`.
struct DeadLetterRange {
  std::string topic;
  int32_t partition = 0;
  int64_t from = 0;
  int64_t to = 0;
};

// What was done about a dead letter. One without is still to be seen to.
struct DeadLetterMark {
  enum class State {
    kReplaying,  // `operation` writes it again, or did and could not say so.
    kReplayed,   // It was written to the source topic again.
    kDiscarded,  // A person has put it aside.
  };

  DeadLetterPlace place;
  State state = State::kDiscarded;
  absl::Time time;
  // Of which record; the same one may have become a dead letter twice.
  int32_t source_partition = 0;
  int64_t source_offset = 0;
  int64_t replayed_offset = -1;  // In the source partition; -1: it was not written there.
  std::string operation;         // `operations/{operation}`; empty: none.
  // Where the source partition ended before it was written there: whoever wants to know whether it
  // was looks from here on. -1: not written.
  int64_t source_end = -1;
  // The record's own timestamp; InfinitePast: it has none, or nobody noted it. Where a topic was
  // made anew, another record may have the same place.
  absl::Time source_time = absl::InfinitePast();

  friend bool operator==(const DeadLetterMark&, const DeadLetterMark&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_DEAD_LETTER_MARK_H_
