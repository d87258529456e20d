#include "controlplane/deadletters/replay_decision.h"

#include <map>
#include <optional>
#include <utility>

namespace sluice::controlplane {
namespace {

using What = ReplayDecision::What;
using Source = std::pair<int32_t, int64_t>;

Source SourceOf(const DeadLetter& letter) {
  return {letter.context.partition, letter.context.offset};
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
  std::map<Source, const DeadLetterMark*> replayed;
  for (const DeadLetterMark& mark : of_sources) {
    // Who asks for letters that have marks wants them whatever was done for others of their
    // records.
    if (choice.MeansMarked() && mark.operation != operation) continue;
    if (mark.state == DeadLetterMark::State::kReplayed)
      replayed[{mark.source_partition, mark.source_offset}] = &mark;
  }
  std::map<Source, size_t> written;
  std::vector<ReplayDecision> decisions;
  for (size_t i = 0; i < letters.size(); ++i) {
    const DeadLetter& letter = letters[i];
    ReplayDecision& decision = decisions.emplace_back();
    if (const std::optional<What> what = ByMark(letter, choice, operation, begin)) {
      decision.what = *what;
      continue;
    }
    const auto before = replayed.find(SourceOf(letter));
    if (before != replayed.end() && before->second->place != letter.place) {
      decision = {.what = What::kDouble, .replayed_offset = before->second->replayed_offset};
      continue;
    }
    const auto [first, is_first] = written.try_emplace(SourceOf(letter), i);
    if (!is_first) decision = {.what = What::kDouble, .first = first->second};
  }
  return decisions;
}

}  // namespace sluice::controlplane
