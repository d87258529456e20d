#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_CHOICE_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_CHOICE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "controlplane/deadletters/dead_letter.h"
#include "controlplane/model/dead_letter_mark.h"

namespace sluice::controlplane {

// Which dead letters are meant.
struct DeadLetterChoice {
  std::set<DeadLetterPlace> places;  // These only, whatever the rest says; empty: by the rest.
  std::string reason;                // Empty: of any.
  std::optional<int32_t> source_partition;  // Nothing: of any.
  bool marked = false;                      // Those that have a mark, too.

  // Whether `letter` is meant, as far as its record tells.
  bool Means(const DeadLetter& letter) const {
    if (!places.empty()) return places.contains(letter.place);
    return (reason.empty() || letter.context.reason == reason) &&
           (!source_partition.has_value() || letter.context.partition == *source_partition);
  }

  // Whether a letter is meant although it has a mark.
  bool MeansMarked() const { return marked || !places.empty(); }

  friend bool operator==(const DeadLetterChoice&, const DeadLetterChoice&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_CHOICE_H_
