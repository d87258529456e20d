#include "cli/output/health_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/output/resource_text.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {
namespace {

using google::protobuf::util::TimeUtil;

// Without fractions, which tell people nothing.
std::string SecondText(const google::protobuf::Timestamp& time) {
  google::protobuf::Timestamp second;
  second.set_seconds(time.seconds());
  return TimeUtil::ToString(second);
}

std::string NextText(const v1::Trouble& trouble, absl::Time now) {
  if (!trouble.has_next_attempt_time()) return "";
  const absl::Time at = absl::FromUnixSeconds(trouble.next_attempt_time().seconds());
  return at <= now ? "now"
                   : absl::StrCat(SecondText(trouble.next_attempt_time()), " (in ",
                                  AgeText(at - now), ")");
}

// What mends itself says so.
std::string RemedyText(const v1::Trouble& trouble) {
  if (!trouble.remedy().empty()) return trouble.remedy();
  return trouble.error_class() == v1::Condition::USER ? ""
                                                      : "nothing: it goes on by itself once it can";
}

void AddTrouble(const v1::Trouble& trouble, absl::Time now, Lines& lines) {
  lines.Add("Reason",
            trouble.error_class() == v1::Condition::ERROR_CLASS_UNSPECIFIED
                ? trouble.reason()
                : absl::StrCat(trouble.reason(), " (class ",
                               v1::Condition::ErrorClass_Name(trouble.error_class()), ")"));
  lines.Add("Cause", trouble.message());
  lines.Add("What to do", RemedyText(trouble));
  lines.Add("Since", TimeText(trouble.has_since(), trouble.since(), now));
  lines.Add("Happened",
            trouble.count() > 1 ? absl::StrCat(trouble.count(), " times since then") : "");
  lines.Add("Tried again", NextText(trouble, now));
}

// Since when it is as it is: when the condition that tells of its health last changed.
std::string SinceText(const v1::Connector& connector, absl::Time now) {
  for (const v1::Condition& condition : connector.conditions()) {
    if (condition.type() == "Healthy")
      return TimeText(condition.has_last_transition_time(), condition.last_transition_time(), now);
  }
  return "";
}

}  // namespace

std::string TimeText(bool has, const google::protobuf::Timestamp& time, absl::Time now) {
  if (!has) return "";
  return absl::StrCat(SecondText(time), " (", AgeText(now - absl::FromUnixSeconds(time.seconds())),
                      " ago)");
}

std::string BytesText(int64_t bytes) {
  if (bytes < 1 << 10) return absl::StrCat(bytes, " bytes");
  if (bytes < 1 << 20) return absl::StrFormat("%.1f KiB", bytes / 1024.0);
  if (bytes < 1 << 30) return absl::StrFormat("%.1f MiB", bytes / 1048576.0);
  return absl::StrFormat("%.1f GiB", bytes / 1073741824.0);
}

void AddHealth(const v1::Connector& connector, absl::Time now, Lines& lines) {
  lines.Add("State", absl::StrCat(v1::Connector::State_Name(connector.state()), ", desired ",
                                  v1::Connector::Desired::State_Name(connector.desired_state()),
                                  connector.reconciling() ? " (still changing)" : ""));
  if (!connector.has_trouble()) return lines.Add("Since", SinceText(connector, now));
  AddTrouble(connector.trouble(), now, lines);
  lines.Add("Tasks concerned", absl::StrJoin(connector.trouble().tasks(), ", "));
}

void AddHealth(const v1::Task& task, absl::Time now, Lines& lines) {
  lines.Add("State", v1::Task::State_Name(task.state()));
  if (task.has_trouble()) AddTrouble(task.trouble(), now, lines);
}

}  // namespace sluice::cli
