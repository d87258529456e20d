#include "controlplane/rpc/dead_letter_name.h"

#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "controlplane/model/resource_name.h"

namespace sluice::controlplane {
namespace {

constexpr absl::string_view kCollection = "/deadLetters/";
constexpr absl::string_view kDeadLetter = "dead-letter-";
constexpr absl::string_view kAbnormal = "abnormal-";

// Spelled back, so that `+1` and `01` are no second names of 1. The largest is none: it has no next
// one, which readers count by.
template <typename Number>
bool ReadNumber(absl::string_view text, Number& number) {
  return absl::SimpleAtoi(text, &number) && number >= 0 &&
         number < std::numeric_limits<Number>::max() && absl::StrCat(number) == text;
}

const std::string& TopicOf(bool abnormal, const ConnectorResources& resources) {
  return abnormal ? resources.abnormal_data_topic : resources.dead_letter_topic;
}

bool IsAbnormal(const std::string& topic, const ConnectorResources& resources) {
  return topic != resources.dead_letter_topic;
}

}  // namespace

std::optional<DeadLetterName> ParseDeadLetterName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, kCollection);
  if (parts.size() != 2) return std::nullopt;
  const auto connector = ParseConnectorName(parts[0]);
  if (!connector.has_value()) return std::nullopt;
  DeadLetterName parsed = {.connector = *connector};
  absl::string_view id = parts[1];
  if (absl::ConsumePrefix(&id, kAbnormal)) {
    parsed.abnormal = true;
  } else if (!absl::ConsumePrefix(&id, kDeadLetter)) {
    return std::nullopt;
  }
  const std::vector<absl::string_view> numbers = absl::StrSplit(id, '-');
  if (numbers.size() != 2 || !ReadNumber(numbers[0], parsed.partition) ||
      !ReadNumber(numbers[1], parsed.offset)) {
    return std::nullopt;
  }
  return parsed;
}

std::string NameOfDeadLetter(const ConnectorId& connector, const ConnectorResources& resources,
                             const DeadLetterPlace& place) {
  return absl::StrCat(ConnectorName(connector), kCollection,
                      IsAbnormal(place.topic, resources) ? kAbnormal : kDeadLetter, place.partition,
                      "-", place.offset);
}

DeadLetterPlace PlaceOf(const DeadLetterName& name, const ConnectorResources& resources) {
  return {TopicOf(name.abnormal, resources), name.partition, name.offset};
}

std::string PositionsText(const DeadLetterPositions& positions,
                          const ConnectorResources& resources) {
  return absl::StrJoin(positions, " ", [&](std::string* out, const auto& position) {
    const kafka::TopicPartition& partition = position.first;
    absl::StrAppend(out, IsAbnormal(partition.topic, resources) ? "a" : "d", partition.partition,
                    ":", position.second);
  });
}

absl::StatusOr<DeadLetterPositions> PositionsFromText(absl::string_view text,
                                                      const ConnectorResources& resources) {
  DeadLetterPositions positions;
  for (absl::string_view part : absl::StrSplit(text, ' ')) {
    const bool abnormal = absl::ConsumePrefix(&part, "a");
    const bool known = abnormal || absl::ConsumePrefix(&part, "d");
    const std::pair<absl::string_view, absl::string_view> numbers =
        absl::StrSplit(part, absl::MaxSplits(':', 1));
    int32_t partition = 0;
    int64_t offset = 0;
    if (!known || !ReadNumber(numbers.first, partition) || !ReadNumber(numbers.second, offset)) {
      return WithReason(absl::InvalidArgumentError("page_token was not given by this call"),
                        "PAGE_TOKEN_INVALID");
    }
    positions[{TopicOf(abnormal, resources), partition}] = offset;
  }
  return positions;
}

}  // namespace sluice::controlplane
