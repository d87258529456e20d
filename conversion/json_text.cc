#include "conversion/json_text.h"

namespace sluice::conversion {
namespace {

void AppendEscape(char c, std::string& json) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      json += "\\\"";
      return;
    case '\\':
      json += "\\\\";
      return;
    case '\n':
      json += "\\n";
      return;
    case '\r':
      json += "\\r";
      return;
    case '\t':
      json += "\\t";
      return;
    default:
      json += "\\u00";
      json += kHex[(c >> 4) & 0xF];
      json += kHex[c & 0xF];
  }
}

}  // namespace

void AppendJsonString(absl::string_view text, std::string& json) {
  json += '"';
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    json.append(text.data() + begin, i - begin);
    AppendEscape(text[i], json);
    begin = i + 1;
  }
  json.append(text.data() + begin, text.size() - begin);
  json += '"';
}

}  // namespace sluice::conversion
