#include "cli/command/flag_fields.h"

#include <string>
#include <vector>

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

bool HasFieldFlags(const Invocation& invocation) { return !FieldsGiven(invocation).empty(); }

}  // namespace sluice::cli
