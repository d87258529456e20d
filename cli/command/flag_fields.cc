#include "cli/command/flag_fields.h"

#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/input_file.h"
#include "cli/grammar/parser.h"
#include "cli/manifest/field_text.h"

namespace sluice::cli {
namespace {

// Certificates with their chains fit; nothing larger is a secret.
constexpr size_t kFieldFileBytesMax = 256 << 10;

absl::StatusOr<std::vector<std::string>> ReadFiles(Session& session,
                                                   const std::vector<std::string>& paths) {
  std::vector<std::string> texts;
  for (const std::string& path : paths) {
    SLUICE_ASSIGN_OR_RETURN(std::string text, ReadInputFile(session, path, kFieldFileBytesMax));
    // An editor's last line break is no part of a secret.
    absl::string_view stripped = absl::StripSuffix(text, "\n");
    texts.emplace_back(absl::StripSuffix(stripped, "\r"));
  }
  return texts;
}

}  // namespace

absl::Status FillFromFlags(Session& session, google::protobuf::Message& resource) {
  for (const Flag& flag : session.invocation.command->flags) {
    auto given = session.invocation.flags.find(flag.name);
    if (flag.field.empty() || given == session.invocation.flags.end()) continue;
    std::vector<std::string> texts = given->second;
    if (flag.from_file) {
      SLUICE_ASSIGN_OR_RETURN(texts, ReadFiles(session, texts));
    }
    const absl::Status set = SetPathText(resource, flag.field, texts);
    if (!set.ok()) return WithReason(Annotate(set, absl::StrCat("--", flag.name)), kUsage);
  }
  return absl::OkStatus();
}

std::vector<std::string> FieldsGiven(const Invocation& invocation) {
  std::vector<std::string> fields;
  for (const Flag& flag : invocation.command->flags) {
    if (!flag.field.empty() && invocation.Has(flag.name)) fields.push_back(flag.field);
  }
  return fields;
}

absl::Status FillDuration(const Invocation& invocation, const std::string& flag,
                          google::protobuf::Duration& duration) {
  absl::Duration parsed;
  const std::string text = invocation.Get(flag);
  if (!absl::ParseDuration(text, &parsed) || parsed < absl::ZeroDuration() ||
      parsed > absl::Hours(24 * 365)) {
    return WithReason(WithRemedy(absl::InvalidArgumentError(
                                     absl::StrCat("--", flag, ": '", text, "' is no duration")),
                                 "write 90s, 2m or 24h"),
                      kUsage);
  }
  const int64_t millis = absl::ToInt64Milliseconds(parsed);
  duration.set_seconds(millis / 1000);
  duration.set_nanos(static_cast<int32_t>(millis % 1000 * 1'000'000));
  return absl::OkStatus();
}

absl::StatusOr<int64_t> RevisionNumber(const std::string& text) {
  int64_t number = 0;
  if (absl::SimpleAtoi(text, &number) && number > 0) return number;
  return WithReason(absl::InvalidArgumentError(absl::StrCat("'", text, "' is no revision")),
                    kUsage);
}

std::string AuthorOf(const Session& session) {
  return session.invocation.Get("author", session.user).substr(0, 128);
}

bool HasFieldFlags(const Invocation& invocation) { return !FieldsGiven(invocation).empty(); }

}  // namespace sluice::cli
