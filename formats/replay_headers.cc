#include "formats/replay_headers.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sluice::formats {
namespace {

constexpr char kPrefix[] = "__sluice.replay.";
constexpr char kTopic[] = "__sluice.replay.topic";
constexpr char kPartition[] = "__sluice.replay.partition";
constexpr char kOffset[] = "__sluice.replay.offset";
constexpr char kSourceOffset[] = "__sluice.replay.source.offset";
constexpr char kOperation[] = "__sluice.replay.operation";

}  // namespace

std::vector<std::pair<std::string, std::string>> EncodeReplayHeaders(const ReplayOrigin& origin) {
  return {{kTopic, origin.topic},
          {kPartition, absl::StrCat(origin.partition)},
          {kOffset, absl::StrCat(origin.offset)},
          {kSourceOffset, absl::StrCat(origin.source_offset)},
          {kOperation, origin.operation}};
}

std::optional<ReplayOrigin> DecodeReplayHeaders(absl::Span<const HeaderView> headers) {
  ReplayOrigin origin;
  bool partition = false, offset = false, source_offset = false;
  for (const HeaderView& header : headers) {
    const absl::string_view value = header.value.value_or("");
    if (header.name == kTopic) origin.topic = std::string(value);
    if (header.name == kPartition) partition = absl::SimpleAtoi(value, &origin.partition);
    if (header.name == kOffset) offset = absl::SimpleAtoi(value, &origin.offset);
    if (header.name == kSourceOffset)
      source_offset = absl::SimpleAtoi(value, &origin.source_offset);
    if (header.name == kOperation) origin.operation = std::string(value);
  }
  if (origin.topic.empty() || !partition || !offset || !source_offset) return std::nullopt;
  return origin;
}

bool IsReplayHeader(absl::string_view name) { return absl::StartsWith(name, kPrefix); }

}  // namespace sluice::formats
