#include "conversion/json_document.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "conversion/json_parser.h"
#include "conversion/json_text.h"

namespace sluice::conversion {
namespace {

// What one text may leave behind for the next.
constexpr size_t kKeptBytesMax = 1 << 20;
}  // namespace

std::optional<Misfit> JsonDocument::Parse(absl::string_view text) {
  Forget();
  if (text.size() >= std::numeric_limits<uint32_t>::max() / 4)
    return Misfit{.reason = "JSON_SYNTAX", .message = "is too long for JSON", .unreadable = true};
  text_ = text;
  std::optional<Misfit> misfit = JsonParser(text, *this).Parse();
  if (misfit.has_value()) Forget();
  return misfit;
}

void JsonDocument::Forget() {
  text_ = {};
  values_.clear();
  characters_.clear();
  if (values_.capacity() * sizeof(Entry) > kKeptBytesMax) values_.shrink_to_fit();
  if (characters_.capacity() > kKeptBytesMax) characters_.shrink_to_fit();
}

void JsonDocument::AppendJson(uint32_t value, std::string& json) const {
  switch (KindOf(value)) {
    case Kind::kNull:
      json += "null";
      return;
    case Kind::kFalse:
      json += "false";
      return;
    case Kind::kTrue:
      json += "true";
      return;
    case Kind::kNumber:
      absl::StrAppend(&json, TextOf(value));
      return;
    case Kind::kString:
      AppendJsonString(TextOf(value), json);
      return;
    case Kind::kArray:
    case Kind::kObject:
      break;
  }
  const bool is_object = KindOf(value) == Kind::kObject;
  json += is_object ? '{' : '[';
  for (uint32_t inner = value + 1; inner < EndOf(value); inner = EndOf(inner)) {
    if (inner > value + 1) json += ',';
    if (is_object) {
      AppendJsonString(NameOf(inner), json);
      json += ':';
    }
    AppendJson(inner, json);
  }
  json += is_object ? '}' : ']';
}

}  // namespace sluice::conversion
