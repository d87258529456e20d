#include "tests/model/explorer.h"

#include <deque>
#include <functional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "base/check.h"
#include "tests/model/canonical.h"
#include "tests/model/steps.h"

namespace sluice::model {
namespace {

using Fingerprint = std::pair<uint64_t, uint64_t>;

Fingerprint FingerprintOf(const std::string& bytes) {
  return {absl::HashOf(1, bytes), absl::HashOf(2, bytes)};
}

class Exploration : private StepSink {
 public:
  Exploration(const Scenario& scenario, const Rules& rules)
      : steps_(scenario, rules), canonical_(scenario, rules) {}

  Verdict Run() {
    Remember(steps_.Initial(), /*from=*/0, /*ordinal=*/0);
    while (!frontier_.empty() && violation_.empty()) {
      const State state = frontier_.front();
      frontier_.pop_front();
      edges_of_.push_back(edges_.size());
      if (steps_.IsGoal(state)) goals_.push_back(here_);
      ordinal_ = 0;
      if (!steps_.IsOver(state)) steps_.From(state, *this);
      ++here_;
    }
    Verdict verdict{.states = static_cast<int64_t>(parents_.size()),
                    .steps = static_cast<int64_t>(edges_.size()),
                    .violation = violation_,
                    .trace = {}};
    if (!violation_.empty()) {
      verdict.trace = TraceTo(here_ - 1);
      return verdict;
    }
    edges_of_.push_back(edges_.size());
    if (const int64_t stuck = FirstWithoutWayToGoal(); stuck >= 0) {
      verdict.violation = "from here the goal can never be reached";
      verdict.trace = TraceTo(static_cast<uint32_t>(stuck));
    }
    return verdict;
  }

 private:
  struct Parent {
    uint32_t state;
    uint32_t ordinal;  // Which of its steps led here.
  };

  void Take(const State& next, absl::FunctionRef<std::string()> what) override {
    if (!violation_.empty()) return;
    violation_ = steps_.Violation(next);
    if (!violation_.empty()) {
      edges_.push_back(here_);
      return;
    }
    edges_.push_back(Remember(next, here_, ordinal_++));
  }

  uint32_t Remember(const State& state, uint32_t from, uint32_t ordinal) {
    auto [canonical, bytes] = canonical_.Of(state);
    const auto [found, is_new] =
        known_.try_emplace(FingerprintOf(bytes), static_cast<uint32_t>(parents_.size()));
    if (is_new) {
      parents_.push_back({from, ordinal});
      frontier_.push_back(canonical);
    }
    return found->second;
  }

  // Backwards from the goals; -1 when every state is reached.
  int64_t FirstWithoutWayToGoal() const {
    const size_t count = parents_.size();
    std::vector<uint32_t> first(count + 1, 0);
    for (uint32_t to : edges_) ++first[to + 1];
    for (size_t i = 0; i < count; ++i) first[i + 1] += first[i];
    std::vector<uint32_t> sources(edges_.size());
    std::vector<uint32_t> filled(first.begin(), first.end() - 1);
    for (uint32_t from = 0; from < count; ++from) {
      for (size_t e = edges_of_[from]; e < edges_of_[from + 1]; ++e)
        sources[filled[edges_[e]]++] = from;
    }
    std::vector<bool> reaches(count, false);
    std::vector<uint32_t> open = goals_;
    for (uint32_t goal : goals_) reaches[goal] = true;
    while (!open.empty()) {
      const uint32_t to = open.back();
      open.pop_back();
      for (uint32_t e = first[to]; e < first[to + 1]; ++e) {
        if (reaches[sources[e]]) continue;
        reaches[sources[e]] = true;
        open.push_back(sources[e]);
      }
    }
    for (size_t i = 0; i < count; ++i) {
      if (!reaches[i]) return static_cast<int64_t>(i);
    }
    return -1;
  }

  // Walks the way once more, with processes and sessions keeping their numbers, and asks what each
  // step is. With a violation, the step into it comes last.
  std::vector<std::string> TraceTo(uint32_t state) const {
    std::vector<uint32_t> way;
    for (uint32_t at = state; at != 0; at = parents_[at].state) way.push_back(parents_[at].ordinal);
    class Walk : public StepSink {
     public:
      explicit Walk(std::function<bool(const State&)> wanted) : wanted_(std::move(wanted)) {}
      void Take(const State& next, absl::FunctionRef<std::string()> what) override {
        if (!what_.empty() || !wanted_(next)) return;
        next_ = next;
        what_ = what();
      }
      std::function<bool(const State&)> wanted_;
      State next_;
      std::string what_;
    };
    std::vector<std::string> trace;
    State canonical = canonical_.Of(steps_.Initial()).first;
    State at = canonical_.Quiet(steps_.Initial());
    for (auto ordinal = way.rbegin(); ordinal != way.rend(); ++ordinal) {
      Walk there([left = *ordinal](const State&) mutable { return left-- == 0; });
      steps_.From(canonical, there);
      const auto [next, bytes] = canonical_.Of(there.next_);
      Walk same([&, &wanted = bytes](const State& found) {
        return canonical_.Of(found).second == wanted;
      });
      steps_.From(at, same);
      trace.push_back(same.what_);
      canonical = next;
      at = canonical_.Quiet(same.next_);
    }
    if (violation_.empty()) return trace;
    Walk last([&](const State& found) { return steps_.Violation(found) == violation_; });
    steps_.From(at, last);
    trace.push_back(last.what_);
    return trace;
  }

  const Steps steps_;
  const Canonical canonical_;
  absl::flat_hash_map<Fingerprint, uint32_t> known_;
  std::vector<Parent> parents_;
  std::deque<State> frontier_;
  std::vector<uint32_t> edges_;   // Where the steps of each state lead, state after state.
  std::vector<size_t> edges_of_;  // Where those of a state begin.
  std::vector<uint32_t> goals_;
  uint32_t here_ = 0;
  uint32_t ordinal_ = 0;
  std::string violation_;
};

}  // namespace

Verdict Explore(const Scenario& scenario, const Rules& rules) {
  return Exploration(scenario, rules).Run();
}

}  // namespace sluice::model
