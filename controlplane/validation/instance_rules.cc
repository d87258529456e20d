#include "controlplane/validation/instance_rules.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "controlplane/validation/fields.h"
#include "controlplane/validation/security_rules.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kDisplayNameBytesMax = 128;
constexpr size_t kBootstrapServersMax = 32;
constexpr size_t kVswitchesMax = 32;

// Two or three numbers with dots between.
bool IsVersion(absl::string_view text) {
  if (text.size() > 32) return false;
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  if (parts.size() < 2 || parts.size() > 4) return false;
  for (absl::string_view part : parts) {
    int number = 0;
    if (!absl::SimpleAtoi(part, &number) || number < 0 || absl::StrCat(number) != part) {
      return false;
    }
  }
  return true;
}

void CheckNetwork(const Instance& instance, Violations& violations) {
  CheckOptionalWord("instance.vpc_id", instance.vpc_id, "-_", 64, violations);
  if (instance.vswitch_ids.size() > kVswitchesMax) {
    violations.Add("instance.vswitch_ids", "FIELD_TOO_LONG",
                   absl::StrCat("has ", instance.vswitch_ids.size(), " entries; keep at most ",
                                kVswitchesMax));
    return;
  }
  for (size_t i = 0; i < instance.vswitch_ids.size(); ++i) {
    CheckWord(absl::StrCat("instance.vswitch_ids[", i, "]"), instance.vswitch_ids[i], "-_", 64,
              violations);
  }
}

void CheckServers(const Instance& instance, Violations& violations) {
  const size_t servers = instance.bootstrap_servers.size();
  if (servers == 0) {
    violations.Add("instance.bootstrap_servers", "FIELD_REQUIRED",
                   "is empty; give host:port of at least one broker");
  } else if (servers > kBootstrapServersMax) {
    violations.Add("instance.bootstrap_servers", "FIELD_TOO_LONG",
                   absl::StrCat("has ", servers, " entries; keep at most ", kBootstrapServersMax));
  } else {
    for (size_t i = 0; i < servers; ++i) {
      CheckHostPort(absl::StrCat("instance.bootstrap_servers[", i, "]"),
                    instance.bootstrap_servers[i], violations);
    }
  }
}

}  // namespace

void FillDefaults(Instance& instance) {
  if (instance.display_name.empty()) instance.display_name = instance.id;
}

void CheckInstance(const Instance& instance, Violations& violations) {
  CheckId("instance_id", instance.id, violations);
  CheckLabels("instance.labels", instance.labels, violations);
  CheckAnnotations("instance.annotations", instance.annotations, violations);
  // The default is the id, which was judged above.
  if (instance.display_name != instance.id) {
    CheckText("instance.display_name", instance.display_name, kDisplayNameBytesMax, violations);
  }
  CheckServers(instance, violations);
  CheckOptionalWord("instance.region", instance.region, "-", 64, violations);
  CheckNetwork(instance, violations);
  if (!instance.kafka_version.empty() && !IsVersion(instance.kafka_version)) {
    violations.Add("instance.kafka_version", "FIELD_FORM",
                   absl::StrCat("is ", Echo(instance.kafka_version),
                                "; write it as 2.4 or 3.9.1, or leave it out"));
  }
  CheckSecurity(instance, violations);
}

}  // namespace sluice::controlplane
