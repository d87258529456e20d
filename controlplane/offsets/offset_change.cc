#include "controlplane/offsets/offset_change.h"

#include <array>
#include <exception>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

using Json = nlohmann::json;

// Words of the stored JSON: never renamed.
constexpr std::array<const char*, 3> kPhases = {"CLEARING", "COMMITTING", "TELLING"};

Json MovesOf(const std::vector<PartitionMove>& moves) {
  Json json = Json::array();
  for (const PartitionMove& move : moves) {
    json.push_back({{"partition", move.partition},
                    {"from_offset", move.from_offset},
                    {"to_offset", move.to_offset},
                    {"read_again", move.read_again},
                    {"left_out", move.left_out}});
  }
  return json;
}

}  // namespace

std::string MovesToJson(const std::vector<PartitionMove>& moves) {
  return Json{{"moves", MovesOf(moves)}}.dump();
}

std::string ChangeToJson(const OffsetChange& change) {
  Json json = {{"phase", kPhases[static_cast<size_t>(change.phase)]},
               {"moves", MovesOf(change.moves)}};
  if (change.waiting_since != absl::InfinitePast()) {
    json["waiting_since"] = absl::ToUnixMicros(change.waiting_since);
  }
  if (change.settling_since != absl::InfinitePast()) {
    json["settling_since"] = absl::ToUnixMicros(change.settling_since);
  }
  return json.dump();
}

absl::StatusOr<OffsetChange> ChangeFromJson(absl::string_view text) {
  try {
    const Json json = Json::parse(text);
    OffsetChange change;
    const std::string phase = json.value("phase", kPhases[0]);
    for (size_t i = 0; i < kPhases.size(); ++i) {
      if (phase == kPhases[i]) change.phase = static_cast<ChangePhase>(i);
    }
    if (json.contains("waiting_since")) {
      change.waiting_since = absl::FromUnixMicros(json["waiting_since"].get<int64_t>());
    }
    if (json.contains("settling_since")) {
      change.settling_since = absl::FromUnixMicros(json["settling_since"].get<int64_t>());
    }
    for (const Json& move : json.at("moves")) {
      change.moves.push_back({.partition = move.at("partition").get<int32_t>(),
                              .from_offset = move.at("from_offset").get<int64_t>(),
                              .to_offset = move.at("to_offset").get<int64_t>(),
                              .read_again = move.at("read_again").get<int64_t>(),
                              .left_out = move.at("left_out").get<int64_t>()});
    }
    return change;
  } catch (const std::exception& error) {
    return absl::InternalError(
        absl::StrCat("a stored offset change is unreadable: ", error.what()));
  }
}

}  // namespace sluice::controlplane
