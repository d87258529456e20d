#include "controlplane/rpc/deletion.h"

#include "absl/strings/str_cat.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kWindowMin = absl::Minutes(1);
constexpr absl::Duration kWindowMax = absl::Hours(6 * 24);

using Asked = v1::DeleteConnectorRequest;

// `by_default`: what an unset policy means.
bool ReadDrop(Asked::Policy policy, bool by_default, absl::string_view field,
              Violations& violations) {
  switch (policy) {
    case Asked::POLICY_UNSPECIFIED:
      return by_default;
    case Asked::KEEP:
      return false;
    case Asked::DROP:
      return true;
    default:
      violations.Add(field, "FIELD_FORM",
                     absl::StrCat("is ", static_cast<int>(policy),
                                  ", which this server does not know; choose KEEP or DROP"));
      return by_default;
  }
}

}  // namespace

DeletionAsked ReadDeletion(const Asked& request, Violations& violations) {
  DeletionAsked asked;
  asked.keep_group = !ReadDrop(request.group_policy(), true, "group_policy", violations);
  asked.drop_topics = ReadDrop(request.topics_policy(), false, "topics_policy", violations);
  if (!request.has_undelete_window()) return asked;
  asked.window = FromDuration(request.undelete_window(), "undelete_window", violations);
  if (asked.window < kWindowMin || asked.window > kWindowMax) {
    violations.Add("undelete_window", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", absl::FormatDuration(asked.window),
                                "; set it to 1 minute to 6 days, or leave it out"));
  }
  return asked;
}

absl::StatusOr<Deletion> DeletionOf(const DeletionAsked& asked, const Connector& connector,
                                    absl::Time now) {
  if (asked.drop_topics && connector.spec.resources.creation == ResourceCreation::kManual) {
    Violations violations;
    violations.Add("topics_policy", "FIELD_CONFLICT",
                   "is DROP although a person made the topics of this connector (MANUAL); leave it "
                   "out, and delete them yourself when nothing uses them any more");
    return InvalidRequest(violations);
  }
  const bool at_once = asked.window <= absl::ZeroDuration();
  if (connector.desired_state == DesiredState::kDeleted) {
    Deletion going = connector.deletion.value_or(Deletion{.purge_time = absl::InfinitePast()});
    if (at_once && going.purge_time > now) going.purge_time = now;
    return going;
  }
  return Deletion{asked.keep_group, asked.drop_topics,
                  at_once ? absl::InfinitePast() : now + asked.window};
}

}  // namespace sluice::controlplane
