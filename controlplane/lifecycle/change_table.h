#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_CHANGE_TABLE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_CHANGE_TABLE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// What changing a field means to running tasks, the gentlest first; as ChangeEffect of
// revision.proto.
enum class ChangeEffect { kInPlace, kRestart, kRebalance, kUntilDeployed, kImmutable };

absl::string_view NameOf(ChangeEffect effect);

// One row: a field of the Connector, with all fields in it that have no row of their own.
struct ChangeRule {
  absl::string_view field;  // `sink`, `source.topic`.
  ChangeEffect effect;
  absl::string_view why;
  absl::string_view remedy;  // Of kUntilDeployed and kImmutable.
};

// Every field that a user sets is covered by exactly one row: the longest that is its beginning.
absl::Span<const ChangeRule> ChangeRules();

// The row of a field, as `sink.table`. Null for what is no user's field.
const ChangeRule* ChangeRuleOf(absl::string_view field);

// Whether the field of `connector` can change now. Pure.
bool MayChange(const ChangeRule& rule, const Connector& connector);

// Whether a change of it concerns tasks: they get a new revision.
bool ConcernsTasks(const ChangeRule& rule);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_CHANGE_TABLE_H_
