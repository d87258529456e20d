#include "controlplane/lifecycle/change_table.h"

#include "absl/strings/match.h"

namespace sluice::controlplane {
namespace {

using E = ChangeEffect;

constexpr char kOther[] = "create another connector for it";

constexpr ChangeRule kRules[] = {
    {"labels", E::kInPlace, "only people and lists look at them", ""},
    {"annotations", E::kInPlace, "only tools look at them", ""},
    {"description", E::kInPlace, "only people look at it", ""},
    {"task_type", E::kImmutable, "it decides what kind of thing the connector is", kOther},
    {"source.topic", E::kImmutable,
     "offsets, the ledger and the pinned start are those of this topic", kOther},
    {"source.start_offset", E::kUntilDeployed,
     "the first Deploy pins the start, once in the connector's life", kOther},
    {"source.start_time", E::kUntilDeployed,
     "the first Deploy pins the start, once in the connector's life", kOther},
    {"resources", E::kImmutable,
     "offsets, configuration and status lie under these names, and nothing that exists is altered",
     kOther},
    {"resources.dead_letter_topic", E::kRestart,
     "later dead letters go into the other topic, which is made or judged first", ""},
    {"resources.abnormal_data_topic", E::kRestart,
     "later dead letters go into the other topic, which is made or judged first", ""},
    {"sink", E::kRestart,
     "rows of records that are read from then on; what an older revision began is finished by its "
     "own rules, in its own table",
     ""},
    {"vpc_id", E::kRebalance, "tasks run only on workers of that network", ""},
    {"vswitch_id", E::kRebalance, "tasks run only on workers of that vSwitch", ""},
    {"internet_access", E::kInPlace, "it only decides which endpoints are taken", ""},
    {"scaling.tasks", E::kRebalance, "source partitions are shared anew", ""},
    {"error_policy", E::kRestart, "bad records that are read from then on", ""},
    {"completeness", E::kInPlace, "what is complete is judged by the control plane", ""},
};

}  // namespace

absl::string_view NameOf(ChangeEffect effect) {
  switch (effect) {
    case E::kInPlace:
      return "IN_PLACE";
    case E::kRestart:
      return "RESTART";
    case E::kRebalance:
      return "REBALANCE";
    case E::kUntilDeployed:
      return "UNTIL_DEPLOYED";
    case E::kImmutable:
      return "IMMUTABLE";
  }
  return "";
}

absl::Span<const ChangeRule> ChangeRules() { return kRules; }

const ChangeRule* ChangeRuleOf(absl::string_view field) {
  const ChangeRule* longest = nullptr;
  for (const ChangeRule& rule : kRules) {
    const bool covers = absl::StartsWith(field, rule.field) &&
                        (field.size() == rule.field.size() || field[rule.field.size()] == '.');
    if (covers && (longest == nullptr || rule.field.size() > longest->field.size())) {
      longest = &rule;
    }
  }
  return longest;
}

bool MayChange(const ChangeRule& rule, const Connector& connector) {
  switch (rule.effect) {
    case E::kInPlace:
    case E::kRestart:
    case E::kRebalance:
      return true;
    case E::kUntilDeployed:
      // One that shall run is pinned as soon as its topics are there.
      return !connector.start_pin.has_value() &&
             (connector.desired_state == DesiredState::kDraft ||
              connector.desired_state == DesiredState::kStopped);
    case E::kImmutable:
      return false;
  }
  return false;
}

bool ConcernsTasks(const ChangeRule& rule) {
  return rule.effect == E::kRestart || rule.effect == E::kRebalance;
}

}  // namespace sluice::controlplane
