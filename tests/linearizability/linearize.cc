#include "tests/linearizability/linearize.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sluice::linearizability {
namespace {

class Search {
 public:
  explicit Search(const std::vector<Call>& calls) : calls_(calls), done_(calls.size(), '0') {}

  // Whether the calls that are not done yet can follow on `model`.
  bool From(const ConnectorModel& model) {
    if (order_.size() > furthest_.size()) {
      furthest_ = order_;
      stuck_in_ = model.ToString();
    }
    if (order_.size() == calls_.size()) return true;
    if (!seen_.insert(absl::StrCat(done_, model.ToString())).second) return false;
    for (const size_t next : MayBeNext()) {
      for (const ConnectorModel& after : model.After(calls_[next])) {
        done_[next] = '1';
        order_.push_back(next);
        if (From(after)) return true;
        order_.pop_back();
        done_[next] = '0';
      }
    }
    return false;
  }

  std::string Explain() const {
    std::string text = absl::StrCat("no order explains these ", calls_.size(),
                                    " calls; the furthest ended after ", furthest_.size(), ":\n");
    const size_t from = furthest_.size() > 15 ? furthest_.size() - 15 : 0;
    for (size_t i = from; i < furthest_.size(); ++i) {
      absl::StrAppend(&text, "  ", calls_[furthest_[i]].ToString(), "\n");
    }
    absl::StrAppend(&text, "then it is ", stuck_in_, ", and none of these can be next:\n");
    std::string done(calls_.size(), '0');
    for (size_t i : furthest_) done[i] = '1';
    for (size_t i : MayBeNext(done)) {
      absl::StrAppend(&text, "  ", calls_[i].ToString(), "\n");
    }
    return text;
  }

 private:
  // Nothing that had ended before a call began may come after it.
  std::vector<size_t> MayBeNext() const { return MayBeNext(done_); }
  std::vector<size_t> MayBeNext(const std::string& done) const {
    absl::Duration first_end = absl::InfiniteDuration();
    for (size_t i = 0; i < calls_.size(); ++i) {
      if (done[i] == '0') first_end = std::min(first_end, calls_[i].ended);
    }
    std::vector<size_t> next;
    for (size_t i = 0; i < calls_.size(); ++i) {
      if (done[i] == '0' && calls_[i].begun <= first_end) next.push_back(i);
    }
    return next;
  }

  const std::vector<Call>& calls_;
  std::string done_;  // '1' for each call that is in `order_`.
  std::vector<size_t> order_;
  std::set<std::string> seen_;  // Where it has been without success.
  std::vector<size_t> furthest_;
  std::string stuck_in_;
};

}  // namespace

std::string WhyNotLinearizable(const std::vector<Call>& calls) {
  Search search(calls);
  return search.From(ConnectorModel()) ? "" : search.Explain();
}

}  // namespace sluice::linearizability
