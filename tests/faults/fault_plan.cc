#include "tests/faults/fault_plan.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace sluice::faults {
namespace {

// The same numbers from the same seed by every standard library, unlike std's distributions.
class Dice {
 public:
  explicit Dice(uint64_t seed) : random_(seed) {}
  int64_t Below(int64_t end) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(end));
  }
  absl::Duration Between(absl::Duration low, absl::Duration high) {
    const int64_t span = absl::ToInt64Milliseconds(high - low) + 1;
    return low + absl::Milliseconds(Below(span));
  }

 private:
  std::mt19937_64 random_;
};

// One line of what may happen at a place.
struct Rule {
  Kind kind;
  int weight;
  double shortest_s;
  double longest_s;
  std::vector<const char*> details = {};
};

// The workers' group session ends after 6 s, the control plane's lease after 10 s: faults are
// shorter than the first, between the two, and longer than both.
const std::vector<Rule> kWorkerRules = {
    {Kind::kKill, 4, 0.1, 14}, {Kind::kSuspend, 3, 1, 16}, {Kind::kRestart, 1, 0.1, 3}};
const std::vector<Rule> kGuestRules = {{Kind::kJoin, 1, 4, 20, {"killed", "told to stop"}}};
const std::vector<Rule> kControlPlaneRules = {{Kind::kKill, 2, 0.1, 15},
                                              {Kind::kSuspend, 1, 1, 15}};
const std::vector<Rule> kKafkaRules = {{Kind::kKill, 1, 0.1, 4}, {Kind::kSuspend, 2, 1, 10}};
const std::vector<Rule> kDatabaseRules = {{Kind::kKill, 1, 0.5, 8}, {Kind::kSuspend, 1, 1, 10}};
const std::vector<Rule> kNetworkRules = {{Kind::kCut, 2, 0, 0},
                                         {Kind::kRefuse, 1, 1, 8},
                                         {Kind::kStall, 3, 1, 12},
                                         {Kind::kStallAnswers, 3, 1, 12},
                                         {Kind::kSlow, 1, 2, 8}};
const std::vector<Rule> kConnectorRules = {{Kind::kOpenTransaction, 3, 3, 10},
                                           {Kind::kAddPartitions, 1, 0, 0},
                                           {Kind::kPauseAndResume, 1, 1, 5},
                                           {Kind::kStopAndDeploy, 1, 1, 5}};

const std::vector<const char*> kCalls = {
    "create_upload", "put_block",     "put_block",        "get_upload", "commit_upload",
    "commit_upload", "commit_upload", "create_partition", "get_table",  "assume_role"};
const std::vector<const char*> kSteps = {"create_upload hold_after",  "put_block hold_before",
                                         "put_block hold_after",      "commit_upload hold_before",
                                         "commit_upload hold_before", "commit_upload hold_after",
                                         "commit_upload hold_after"};
const std::vector<const char*> kDeaths = {"EXPIRED", "CANCELED", "CRITICAL"};
const std::vector<Rule> kDestinationRules = {{Kind::kKill, 2, 0.1, 8},
                                             {Kind::kSuspend, 2, 1, 10},
                                             {Kind::kFailCalls, 3, 1, 8, kCalls},
                                             {Kind::kLoseRequests, 2, 1, 6, kCalls},
                                             {Kind::kLoseAnswers, 3, 1, 6, kCalls},
                                             {Kind::kDelayCalls, 1, 2, 6, kCalls},
                                             {Kind::kDiskFull, 1, 1, 6},
                                             {Kind::kSessionsDie, 2, 0, 0, kDeaths},
                                             {Kind::kDieBeforeCommit, 3, 3, 6, kDeaths},
                                             {Kind::kKillAtStep, 6, 3, 14, kSteps},
                                             {Kind::kSuspendAtStep, 3, 9, 15, kSteps},
                                             {Kind::kCommitsFailAndKill, 3, 3, 6}};

struct Spot {
  Place place;
  const char* name;
  const std::vector<Rule>* rules;
  double share;  // Of how often faults come here, against the places that have 1.
};
const Spot kSpots[] = {
    {Place::kWorker0, "worker-0", &kWorkerRules, 0.5},
    {Place::kWorker1, "worker-1", &kWorkerRules, 0.5},
    {Place::kGuest, "guest", &kGuestRules, 0.4},
    {Place::kControlPlane0, "controlplane-0", &kControlPlaneRules, 0.25},
    {Place::kControlPlane1, "controlplane-1", &kControlPlaneRules, 0.25},
    {Place::kKafka, "kafka", &kKafkaRules, 0.25},
    {Place::kDatabase, "postgres", &kDatabaseRules, 0.25},
    {Place::kDestination, "destination", &kDestinationRules, 2},
    {Place::kKafkaNetwork, "network of kafka", &kNetworkRules, 0.5},
    {Place::kDestinationNetwork, "network of the destination", &kNetworkRules, 0.5},
    {Place::kDatabaseNetwork, "network of postgres", &kNetworkRules, 0.25},
    {Place::kControlPlaneNetwork, "network of the control plane", &kNetworkRules, 0.25},
    {Place::kConnector, "connector", &kConnectorRules, 0.4},
};

constexpr std::pair<Kind, const char*> kKindNames[] = {
    {Kind::kKill, "kill"},
    {Kind::kSuspend, "suspend"},
    {Kind::kRestart, "restart"},
    {Kind::kJoin, "join and leave"},
    {Kind::kCut, "cut"},
    {Kind::kRefuse, "refuse"},
    {Kind::kStall, "stall both ways"},
    {Kind::kStallAnswers, "stall the answers"},
    {Kind::kSlow, "slow"},
    {Kind::kRepeatRequests, "repeat requests late"},
    {Kind::kFailCalls, "fail calls"},
    {Kind::kLoseRequests, "lose requests"},
    {Kind::kLoseAnswers, "lose answers"},
    {Kind::kDelayCalls, "delay calls"},
    {Kind::kDiskFull, "full disk"},
    {Kind::kSessionsDie, "sessions die"},
    {Kind::kDieBeforeCommit, "sessions die between intent and commit"},
    {Kind::kKillAtStep, "kill workers at a step"},
    {Kind::kSuspendAtStep, "suspend a worker at a step"},
    {Kind::kCommitsFailAndKill, "commits fail and workers are killed"},
    {Kind::kOpenTransaction, "open transaction"},
    {Kind::kAddPartitions, "add a partition"},
    {Kind::kPauseAndResume, "pause and resume"},
    {Kind::kStopAndDeploy, "stop and deploy"},
};

const Rule& Choose(const std::vector<Rule>& rules, Dice& dice) {
  int sum = 0;
  for (const Rule& rule : rules) sum += rule.weight;
  int64_t at = dice.Below(sum);
  for (const Rule& rule : rules) {
    if (at < rule.weight) return rule;
    at -= rule.weight;
  }
  return rules.back();
}

Fault Draw(const Spot& spot, Dice& dice) {
  const Rule& rule = Choose(*spot.rules, dice);
  Fault fault{.place = spot.place, .kind = rule.kind};
  fault.lasts = dice.Between(absl::Seconds(rule.shortest_s), absl::Seconds(rule.longest_s));
  fault.number = dice.Below(1000);
  if (!rule.details.empty()) fault.detail = rule.details[dice.Below(rule.details.size())];
  if (fault.place == Place::kDestinationNetwork && fault.kind == Kind::kSlow &&
      fault.number % 2 == 0) {
    fault.kind = Kind::kRepeatRequests;
    fault.lasts = absl::ZeroDuration();
  }
  return fault;
}

}  // namespace

std::vector<Fault> MakePlan(const PlanOptions& options) {
  std::vector<Fault> plan;
  for (const Spot& spot : kSpots) {
    // A place has numbers of its own: a rule more elsewhere leaves its faults as they were.
    Dice dice(options.seed * 1'000'003 + static_cast<uint64_t>(options.round) * 1009 +
              static_cast<uint64_t>(spot.place));
    const absl::Duration pause = options.pause / spot.share;
    absl::Duration at = dice.Between(absl::Seconds(0.5), pause);
    while (true) {
      Fault fault = Draw(spot, dice);
      fault.at = at;
      if (fault.at + fault.lasts > options.length) break;
      at = fault.at + fault.lasts + dice.Between(pause / 4, pause * 1.75);
      plan.push_back(std::move(fault));
    }
  }
  std::stable_sort(plan.begin(), plan.end(),
                   [](const Fault& a, const Fault& b) { return a.at < b.at; });
  return plan;
}

absl::string_view NameOf(Kind kind) {
  for (const auto& [known, name] : kKindNames) {
    if (known == kind) return name;
  }
  return "?";
}

absl::string_view NameOf(Place place) {
  for (const Spot& spot : kSpots) {
    if (spot.place == place) return spot.name;
  }
  return "?";
}

std::string Describe(const Fault& fault) {
  return absl::StrFormat("%5.1f s, %4.1f s long: %s, %s%s%s", absl::ToDoubleSeconds(fault.at),
                         absl::ToDoubleSeconds(fault.lasts), NameOf(fault.place),
                         NameOf(fault.kind), fault.detail.empty() ? "" : ": ", fault.detail);
}

}  // namespace sluice::faults
