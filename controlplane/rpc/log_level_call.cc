#include "controlplane/rpc/log_level_call.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kDefault = absl::Hours(1);
constexpr absl::Duration kShortest = absl::Minutes(1);
constexpr absl::Duration kLongest = absl::Hours(24);

std::optional<log::Level> ReadLevel(const std::string& word, Violations& violations) {
  if (word.empty()) return std::nullopt;
  const std::optional<log::Level> level = log::ParseLevel(word);
  // One spelling each in the API.
  if (level.has_value() && log::WordOf(*level) == word) return level;
  violations.Add("level", "FIELD_FORM",
                 "is none; set it to debug, info, warning or error, or leave it empty");
  return std::nullopt;
}

absl::Duration ReadDuration(const v1::SetConnectorLogLevelRequest& request,
                            Violations& violations) {
  if (!request.has_duration()) return kDefault;
  Violations wrong;
  const absl::Duration duration = FromDuration(request.duration(), "duration", wrong);
  if (!wrong.empty() || duration < kShortest || duration > kLongest) {
    violations.Add("duration", "FIELD_OUT_OF_RANGE", "is not within 1 minute to 24 hours");
  }
  return duration;
}

}  // namespace

absl::Status LogLevelCall::Set(const v1::SetConnectorLogLevelRequest& request,
                               v1::SetConnectorLogLevelResponse* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  const std::optional<log::Level> level = ReadLevel(request.level(), violations);
  const absl::Duration duration = ReadDuration(request, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::Time now = StorableNow(clock_);
  std::optional<LogLevelUntil> wanted;
  if (level.has_value()) wanted = LogLevelUntil{*level, now + duration};
  SLUICE_RETURN_IF_ERROR(
      About(levels_.SetLogLevel(id, wanted, now), kConnectorType, request.name()));
  if (!wanted.has_value()) return absl::OkStatus();
  response->set_level(std::string(log::WordOf(wanted->level)));
  SetTime(wanted->until, [&] { return response->mutable_expire_time(); });
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
