#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_DECISION_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_DECISION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/deadletters/dead_letter.h"
#include "controlplane/deadletters/dead_letter_choice.h"
#include "controlplane/model/dead_letter_mark.h"

namespace sluice::controlplane {

// What a replay does with one letter.
struct ReplayDecision {
  enum class What {
    kWrite,     // Write its record again.
    kDone,      // It did so already, and was interrupted before it could say so.
    kPassOver,  // Somebody else has seen to it meanwhile.
    kDouble,    // The same record was written again for another of its dead letters.
    kLeave,     // It is not meant: it had a mark before.
  };

  What what = What::kWrite;
  // kDouble: where its record was written again; -1: `first` will be only now.
  int64_t replayed_offset = -1;
  size_t first = 0;  // kDouble: which of the letters has the same record.

  friend bool operator==(const ReplayDecision&, const ReplayDecision&) = default;
};

// One decision for each of `letters`, which carry their marks. `of_sources` are the marks of their
// records, whichever letter has them; `operation` began at `begin`. Pure.
std::vector<ReplayDecision> DecideReplay(const std::vector<DeadLetter>& letters,
                                         const std::vector<DeadLetterMark>& of_sources,
                                         const DeadLetterChoice& choice,
                                         const std::string& operation, absl::Time begin);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_DECISION_H_
