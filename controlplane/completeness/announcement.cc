#include "controlplane/completeness/announcement.h"

#include "absl/strings/str_cat.h"
#include "controlplane/model/resource_name.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {

Announcement Announce(const Connector& connector, const Completion& completion,
                      const absl::TimeZone& zone) {
  const bool complete = completion.state == Completion::State::kComplete;
  const MaxComputeSink& sink = connector.spec.sink;
  nlohmann::ordered_json json;
  json["id"] = absl::StrCat(connector.uid, "/", completion.table_partition, "/", completion.version,
                            complete ? "" : "/reopened");
  json["event"] = complete ? "COMPLETE" : "REOPENED";
  json["connector"] = ConnectorName(connector.id);
  json["connector_uid"] = connector.uid;
  json["project"] = sink.project;
  if (!sink.schema.empty()) json["schema"] = sink.schema;
  json["table"] = sink.table;
  json["table_partition"] = completion.table_partition;
  json["version"] = completion.version;
  json["begin"] = absl::FormatTime(absl::RFC3339_sec, completion.begin, zone);
  json["end"] = absl::FormatTime(absl::RFC3339_sec, completion.end, zone);
  json["time"] = absl::FormatTime(absl::RFC3339_sec, completion.time, absl::UTCTimeZone());
  return {.key = completion.table_partition,
          .value = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)};
}

}  // namespace sluice::controlplane
