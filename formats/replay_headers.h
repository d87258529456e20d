#ifndef SLUICE_FORMATS_REPLAY_HEADERS_H_
#define SLUICE_FORMATS_REPLAY_HEADERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "formats/error_headers.h"

namespace sluice::formats {

// Which dead letter a record of a source topic was before it was written there again.
struct ReplayOrigin {
  std::string topic;  // Where the dead letter lies.
  int32_t partition = 0;
  int64_t offset = 0;
  int64_t source_offset = 0;  // Where the record lay in the source partition at first.
  std::string operation;      // `operations/{operation}` that wrote it.

  friend bool operator==(const ReplayOrigin&, const ReplayOrigin&) = default;
};

// The headers that follow a replayed record's own: docs/formats/dead_letters.md.
std::vector<std::pair<std::string, std::string>> EncodeReplayHeaders(const ReplayOrigin& origin);

// Nothing when the record was not replayed.
std::optional<ReplayOrigin> DecodeReplayHeaders(absl::Span<const HeaderView> headers);

// Whether EncodeReplayHeaders writes a header of this name: the next replay leaves it out.
bool IsReplayHeader(absl::string_view name);

}  // namespace sluice::formats

#endif  // SLUICE_FORMATS_REPLAY_HEADERS_H_
