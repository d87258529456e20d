#include "controlplane/filter/matches.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace sluice::controlplane {
namespace {

bool IsOneOf(const FilterCondition& condition, absl::string_view text) {
  return std::find(condition.values.begin(), condition.values.end(), text) !=
         condition.values.end();
}

bool Is(const FilterCondition& condition, absl::string_view text) {
  return IsOneOf(condition, text) != (condition.op == FilterOp::kIsNot);
}

// A label that is not there is no value: it is none of those.
bool LabelFits(const FilterCondition& condition, const Labels& labels) {
  const auto label = labels.find(condition.label);
  if (label == labels.end()) return condition.op == FilterOp::kIsNot;
  return condition.op == FilterOp::kIsThere || Is(condition, label->second);
}

bool NameFits(const FilterCondition& condition, absl::string_view id) {
  return std::any_of(
      condition.values.begin(), condition.values.end(), [id](absl::string_view value) {
        return absl::ConsumeSuffix(&value, "*") ? absl::StartsWith(id, value) : id == value;
      });
}

bool Holds(absl::string_view text, absl::string_view lower) {
  return absl::StrContains(absl::AsciiStrToLower(text), lower);
}

bool TextFits(const FilterCondition& condition, const Connector& connector) {
  return std::any_of(
      condition.values.begin(), condition.values.end(), [&](const std::string& value) {
        const std::string lower = absl::AsciiStrToLower(value);
        return Holds(connector.id.connector, lower) || Holds(connector.spec.source.topic, lower) ||
               Holds(connector.spec.sink.table, lower) ||
               Holds(connector.spec.description, lower) ||
               std::any_of(connector.labels.begin(), connector.labels.end(),
                           [&lower](const auto& label) { return Holds(label.second, lower); });
      });
}

template <typename Value>
bool Compare(FilterOp op, Value value, Value bound) {
  switch (op) {
    case FilterOp::kBelow:
      return value < bound;
    case FilterOp::kAtMost:
      return value <= bound;
    case FilterOp::kAbove:
      return value > bound;
    case FilterOp::kAtLeast:
      return value >= bound;
    case FilterOp::kIs:
    case FilterOp::kIsNot:
    case FilterOp::kIsThere:
      break;
  }
  return false;
}

// What is not known is neither above nor below anything.
bool FreshnessFits(const FilterCondition& condition, absl::Time fresh_until, absl::Time now) {
  if (fresh_until == absl::InfinitePast()) return false;
  return Compare(condition.op, std::max(absl::ZeroDuration(), now - fresh_until),
                 absl::Microseconds(condition.number));
}

bool Fits(const FilterCondition& condition, const Connector& connector,
          const ObservedValues& observed, absl::Time now) {
  switch (condition.field) {
    case FilterField::kState:
      return Is(condition, NameOf(observed.state));
    case FilterField::kDesiredState:
      return Is(condition, NameOf(connector.desired_state));
    case FilterField::kLabel:
      return LabelFits(condition, connector.labels);
    case FilterField::kName:
      return NameFits(condition, connector.id.connector);
    case FilterField::kText:
      return TextFits(condition, connector);
    case FilterField::kTroubleReason:
      return Is(condition, observed.trouble_reason);
    case FilterField::kTroubleClass:
      return Is(condition, NameOf(observed.trouble_class));
    case FilterField::kTrouble:
      return !observed.trouble_reason.empty();
    case FilterField::kLagRecords:
      return observed.lag_records >= 0 &&
             Compare(condition.op, observed.lag_records, condition.number);
    case FilterField::kFreshness:
      return FreshnessFits(condition, observed.fresh_until, now);
    case FilterField::kDeadLetters:
      return Compare(condition.op, observed.dead_letters, condition.number);
    case FilterField::kSourceTopic:
      return Is(condition, connector.spec.source.topic);
    case FilterField::kSinkProject:
      return Is(condition, connector.spec.sink.project);
    case FilterField::kSinkTable:
      return Is(condition, connector.spec.sink.table);
  }
  return false;
}

}  // namespace

bool Matches(const Filter& filter, const Connector& connector, const ObservedValues& observed,
             absl::Time now) {
  return std::all_of(
      filter.conditions.begin(), filter.conditions.end(),
      [&](const FilterCondition& condition) { return Fits(condition, connector, observed, now); });
}

bool DependsOnTime(const Filter& filter) {
  return std::any_of(
      filter.conditions.begin(), filter.conditions.end(),
      [](const FilterCondition& condition) { return condition.field == FilterField::kFreshness; });
}

}  // namespace sluice::controlplane
