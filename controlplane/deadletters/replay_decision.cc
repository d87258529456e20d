#include "controlplane/deadletters/replay_decision.h"

#include <map>
#include <optional>
#include <tuple>

namespace sluice::controlplane {
namespace {

using What = ReplayDecision::What;
// A record: its offset alone may be another's in a source topic that was made anew.
using Source = std::tuple<int32_t, int64_t, absl::Time>;

Source SourceOf(const DeadLetter& letter) {
  return {letter.context.partition, letter.context.offset, letter.source_time};
}

// That another letter of the same record was written again; null when none was.
const DeadLetterMark* Twin(const DeadLetter& letter, const DeadLetterChoice& choice,
                           const std::string& operation,
                           const std::vector<DeadLetterMark>& of_sources) {
  for (const DeadLetterMark& mark : of_sources) {
    // Who asks for letters that have marks wants them whatever was done for others of their
    // records.
    if (choice.MeansMarked() && mark.operation != operation) continue;
    if (mark.state == DeadLetterMark::State::kReplayed && mark.place != letter.place &&
        IsOf(mark, letter))
      return &mark;
  }
  return nullptr;
}

// What its own mark says; nothing when it says nothing against writing.
std::optional<What> ByMark(const DeadLetter& letter, const DeadLetterChoice& choice,
                           const std::string& operation, absl::Time begin) {
  if (!letter.mark.has_value()) return std::nullopt;
  const DeadLetterMark& mark = *letter.mark;
  // A double is marked too, but nothing was written for it.
  if (mark.operation == operation && mark.state == DeadLetterMark::State::kReplayed)
    return mark.source_end >= 0 ? What::kDone : What::kPassOver;
  if (mark.time >= begin) return What::kPassOver;
  if (!choice.MeansMarked()) return What::kLeave;
  return std::nullopt;
}

}  // namespace

std::vector<ReplayDecision> DecideReplay(const std::vector<DeadLetter>& letters,
                                         const std::vector<DeadLetterMark>& of_sources,
                                         const DeadLetterChoice& choice,
                                         const std::string& operation, absl::Time begin) {
  std::map<Source, size_t> written;
  std::vector<ReplayDecision> decisions;
  for (size_t i = 0; i < letters.size(); ++i) {
    const DeadLetter& letter = letters[i];
    ReplayDecision& decision = decisions.emplace_back();
    if (const std::optional<What> what = ByMark(letter, choice, operation, begin)) {
      decision.what = *what;
      continue;
    }
    if (const DeadLetterMark* twin = Twin(letter, choice, operation, of_sources)) {
      decision = {.what = What::kDouble, .replayed_offset = twin->replayed_offset};
      continue;
    }
    const auto [first, is_first] = written.try_emplace(SourceOf(letter), i);
    if (!is_first) decision = {.what = What::kDouble, .first = first->second};
  }
  return decisions;
}

}  // namespace sluice::controlplane
