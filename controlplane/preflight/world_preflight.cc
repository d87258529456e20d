#include "controlplane/preflight/world_preflight.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/preflight/kafka_checks.h"
#include "controlplane/preflight/table_checks.h"

namespace sluice::controlplane {
namespace {

// Settings that no client takes, or a secret that cannot be read.
Finding Impossible(absl::string_view field, absl::string_view subject, const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return {Severity::kError,
          std::string(field),
          reason.empty() ? "FIELD_FORM" : reason,
          std::string(subject),
          std::string(status.message()),
          RemedyOf(status)};
}

}  // namespace

WorldPreflight::WorldPreflight(ClusterConnections& clusters, kafka::ConnectionProbe& probe,
                               TableConnections& tables, const WorldPreflightOptions& options)
    : clusters_(clusters),
      probe_(probe),
      tables_(tables),
      options_(options),
      queue_(options.threads, options.waiting_max) {}

PreflightReport WorldPreflight::Check(const Connector& connector, const Instance& instance,
                                      const AskAbout& about) {
  std::vector<controlplane::Check> checks;
  Findings impossible;
  auto admin = clusters_.AdminOf(instance);
  if (admin.ok()) {
    checks.push_back(CheckOfInstance(std::make_shared<KafkaQuestion>(
        KafkaQuestion{*std::move(admin), &probe_, connector, instance, about,
                      options_.kafka_timeout, options_.probe_timeout})));
  } else {
    impossible.push_back(
        Impossible("parent", absl::StrCat("instances/", instance.id), admin.status()));
  }
  if (about.table) {
    auto table = tables_.Of(connector.spec.sink);
    if (table.ok()) {
      checks.push_back(CheckOfProject(std::make_shared<TableQuestion>(
          TableQuestion{*std::move(table), connector.spec.sink, about})));
    } else {
      impossible.push_back(Impossible("connector.sink.endpoint",
                                      absl::StrCat("projects/", connector.spec.sink.project),
                                      table.status()));
    }
  }
  PreflightReport report = SideBySide(queue_, options_.patience).Run(std::move(checks));
  report.findings.insert(report.findings.begin(), impossible.begin(), impossible.end());
  return report;
}

}  // namespace sluice::controlplane
