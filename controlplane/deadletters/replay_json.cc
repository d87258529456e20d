#include "controlplane/deadletters/replay_json.h"

#include <utility>

#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

using Json = nlohmann::json;

// Reads with `read`, which may throw what nlohmann's JSON throws.
template <typename Value, typename Read>
absl::StatusOr<Value> Parsed(absl::string_view text, Read read) {
  try {
    return read(Json::parse(text));
  } catch (const Json::exception&) {
    return absl::InternalError("what is stored of a replay cannot be read");
  }
}

}  // namespace

std::string ToJson(const DeadLetterChoice& choice) {
  Json json = Json::object();
  for (const DeadLetterPlace& place : choice.places)
    json["places"].push_back({place.topic, place.partition, place.offset});
  if (!choice.reason.empty()) json["reason"] = choice.reason;
  if (choice.source_partition.has_value()) json["source_partition"] = *choice.source_partition;
  if (choice.marked) json["marked"] = true;
  return json.dump();
}

std::string ToJson(const ReplayCheckpoint& checkpoint) {
  Json json = {{"replayed", checkpoint.replayed_count},
               {"passed_over", checkpoint.passed_over_count},
               {"left", Json::array()},
               {"searched", Json::array()}};
  for (const auto& [partition, range] : checkpoint.left)
    json["left"].push_back({partition.topic, partition.partition, range.from, range.to});
  for (const auto& [partition, search] : checkpoint.searched)
    json["searched"].push_back({partition, search.next, search.end});
  return json.dump();
}

std::string ToJson(const ReplayResult& result) {
  return Json{{"replayedCount", result.replayed_count},
              {"passedOverCount", result.passed_over_count}}
      .dump();
}

absl::StatusOr<DeadLetterChoice> ChoiceFromJson(absl::string_view text) {
  return Parsed<DeadLetterChoice>(text, [](const Json& json) {
    DeadLetterChoice choice;
    for (const Json& place : json.value("places", Json::array()))
      choice.places.insert(
          {place.at(0).get<std::string>(), place.at(1).get<int32_t>(), place.at(2).get<int64_t>()});
    choice.reason = json.value("reason", "");
    if (json.contains("source_partition"))
      choice.source_partition = json.at("source_partition").get<int32_t>();
    choice.marked = json.value("marked", false);
    return choice;
  });
}

absl::StatusOr<ReplayCheckpoint> CheckpointFromJson(absl::string_view text) {
  return Parsed<ReplayCheckpoint>(text, [](const Json& json) {
    ReplayCheckpoint checkpoint;
    checkpoint.replayed_count = json.at("replayed").get<int64_t>();
    checkpoint.passed_over_count = json.at("passed_over").get<int64_t>();
    for (const Json& left : json.at("left"))
      checkpoint.left[{left.at(0).get<std::string>(), left.at(1).get<int32_t>()}] = {
          left.at(2).get<int64_t>(), left.at(3).get<int64_t>()};
    for (const Json& searched : json.at("searched"))
      checkpoint.searched[searched.at(0).get<int32_t>()] = {searched.at(1).get<int64_t>(),
                                                            searched.at(2).get<int64_t>()};
    return checkpoint;
  });
}

}  // namespace sluice::controlplane
