#include "emulator/value/partition_spec.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/value/value.h"

namespace sluice::emulator {
namespace {

constexpr size_t kValueBytesMax = 255;

absl::Status Refuse(absl::string_view text, absl::string_view why) {
  return ServiceError("InvalidPartitionSpec",
                      absl::StrCat("partition '", text.substr(0, 128), "': ", why));
}

// Takes `'…'`, `"…"` or what stands before the next comma from the front of `rest`.
bool TakeValue(absl::string_view& rest, std::string& value) {
  rest = absl::StripLeadingAsciiWhitespace(rest);
  if (!rest.empty() && (rest[0] == '\'' || rest[0] == '"')) {
    size_t end = rest.find(rest[0], 1);
    if (end == rest.npos) return false;
    value = std::string(rest.substr(1, end - 1));
    rest = absl::StripLeadingAsciiWhitespace(rest.substr(end + 1));
    return true;
  }
  size_t end = std::min(rest.find(','), rest.size());
  value = std::string(absl::StripTrailingAsciiWhitespace(rest.substr(0, end)));
  rest.remove_prefix(end);
  return true;
}

}  // namespace

absl::StatusOr<PartitionSpec> ParsePartitionSpec(absl::string_view text) {
  PartitionSpec spec;
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  while (!rest.empty()) {
    size_t equals = rest.find('=');
    if (equals == rest.npos) return Refuse(text, "expected name=value");
    std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(rest.substr(0, equals)));
    rest.remove_prefix(equals + 1);
    std::string value;
    if (!TakeValue(rest, value)) return Refuse(text, "a quote is not closed");
    spec.emplace_back(std::move(name), std::move(value));
    if (rest.empty()) break;
    if (rest[0] != ',' && rest[0] != '/') return Refuse(text, "expected a comma after a value");
    rest.remove_prefix(1);
  }
  if (spec.empty()) return Refuse(text, "expected name=value");
  return spec;
}

absl::StatusOr<std::vector<std::string>> PartitionValues(const PartitionSpec& spec,
                                                         const Columns& keys) {
  std::vector<std::string> values(keys.size());
  std::vector<bool> given(keys.size());
  for (const auto& [name, value] : spec) {
    int key = FindColumn(keys, name);
    if (key < 0 || given[key]) {
      return Refuse(name, key < 0 ? "not a partition key of the table" : "given twice");
    }
    if (value.empty() || value.size() > kValueBytesMax) {
      return Refuse(name, "a value has 1 to 255 bytes");
    }
    SLUICE_RETURN_IF_ERROR(FromText(value, keys[key].type, absl::UTCTimeZone()).status());
    values[key] = value;
    given[key] = true;
  }
  if (spec.size() != keys.size()) {
    return Refuse(spec.empty() ? "" : spec[0].first,
                  absl::StrCat("the table has ", keys.size(), " partition keys, ", spec.size(),
                               " were given"));
  }
  return values;
}

std::string PartitionName(const Columns& keys, const std::vector<std::string>& values) {
  std::string name;
  for (size_t i = 0; i < keys.size(); ++i) {
    absl::StrAppend(&name, i == 0 ? "" : "/", keys[i].name, "=", values[i]);
  }
  return name;
}

}  // namespace sluice::emulator
