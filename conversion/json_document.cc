#include "conversion/json_document.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "conversion/json_text.h"
#include "nlohmann/json.hpp"

namespace sluice::conversion {
namespace {

// What one text may leave behind for the next.
constexpr size_t kKeptBytesMax = 1 << 20;
constexpr int kNumberBeyondDouble = 406;  // The parser's name for it.

}  // namespace

// Hears the parser's events. Returning false ends the parsing.
class JsonDocumentBuilder {
 public:
  explicit JsonDocumentBuilder(JsonDocument& document) : document_(document) {}

  bool null() { return Add(JsonDocument::Kind::kNull); }
  bool boolean(bool value) {
    return Add(value ? JsonDocument::Kind::kTrue : JsonDocument::Kind::kFalse);
  }
  bool number_integer(int64_t value) {
    return Add(JsonDocument::Kind::kNumber, absl::AlphaNum(value).Piece());
  }
  bool number_unsigned(uint64_t value) {
    return Add(JsonDocument::Kind::kNumber, absl::AlphaNum(value).Piece());
  }
  // Whatever is no integer of 64 bits comes here, with its digits.
  bool number_float(double, const std::string& digits) {
    return Add(JsonDocument::Kind::kNumber, digits);
  }
  bool string(std::string& text) { return Add(JsonDocument::Kind::kString, text); }
  bool binary(nlohmann::json::binary_t&) { return false; }  // Not in texts.
  bool start_object(size_t) { return Open(JsonDocument::Kind::kObject); }
  bool start_array(size_t) { return Open(JsonDocument::Kind::kArray); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(std::string& name) {
    name_ = Keep(name);
    return true;
  }
  // The parser's own words quote the text, which a message must not.
  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& error) {
    misfit_ = {.reason = "JSON_SYNTAX",
               .message = error.id == kNumberBeyondDouble
                              ? std::string("has a number beyond the range of DOUBLE")
                              : absl::StrCat("is not JSON: see its byte ", position),
               .unreadable = true};
    return false;
  }

  std::optional<Misfit> TakeMisfit() { return std::move(misfit_); }

 private:
  bool Add(JsonDocument::Kind kind, absl::string_view text = {}) {
    if (!open_.empty()) ++document_.values_[open_.back()].count;
    document_.values_.push_back({.kind = kind, .name = name_, .text = Keep(text)});
    name_ = {};
    document_.values_.back().end = static_cast<uint32_t>(document_.values_.size());
    return true;
  }

  bool Open(JsonDocument::Kind kind) {
    Add(kind);
    open_.push_back(static_cast<uint32_t>(document_.values_.size() - 1));
    if (open_.size() <= JsonDocument::kDepthMax) return true;
    misfit_ = {.reason = "JSON_TOO_DEEP",
               .message = absl::StrCat("has arrays and objects within each other more than ",
                                       JsonDocument::kDepthMax, " deep"),
               .unreadable = true};
    return false;
  }

  bool Close() {
    document_.values_[open_.back()].end = static_cast<uint32_t>(document_.values_.size());
    open_.pop_back();
    return true;
  }

  JsonDocument::Piece Keep(absl::string_view text) {
    const auto begin = static_cast<uint32_t>(document_.characters_.size());
    document_.characters_.append(text.data(), text.size());
    return {begin, static_cast<uint32_t>(text.size())};
  }

  JsonDocument& document_;
  std::vector<uint32_t> open_;
  JsonDocument::Piece name_;
  std::optional<Misfit> misfit_;
};

std::optional<Misfit> JsonDocument::Parse(absl::string_view text) {
  Forget();
  // Numbers may be written longer than they were, by at most one digit for each byte.
  if (text.size() >= std::numeric_limits<uint32_t>::max() / 4) {
    return Misfit{.reason = "JSON_SYNTAX", .message = "is too long for JSON", .unreadable = true};
  }
  // The parser takes a zero byte for the end of the text.
  if (const size_t zero = text.find('\0'); zero != absl::string_view::npos) {
    return Misfit{.reason = "JSON_SYNTAX",
                  .message = absl::StrCat("is not JSON: see its byte ", zero + 1),
                  .unreadable = true};
  }
  JsonDocumentBuilder builder(*this);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return std::nullopt;
  Forget();
  return builder.TakeMisfit();
}

void JsonDocument::Forget() {
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
