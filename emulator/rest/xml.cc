#include "emulator/rest/xml.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

// The length of the UTF-8 sequence at `i`, 0 when there is none.
size_t SequenceLength(absl::string_view text, size_t i) {
  const auto first = static_cast<unsigned char>(text[i]);
  const size_t length = first < 0x80                    ? 1
                        : first >= 0xF0 && first < 0xF5 ? 4
                        : first >= 0xE0                 ? 3
                        : first >= 0xC2                 ? 2
                                                        : 0;
  if (length == 0 || first >= 0xF5 || i + length > text.size()) return 0;
  for (size_t k = 1; k < length; ++k) {
    if ((text[i + k] & 0xC0) != 0x80) return 0;
  }
  return length;
}

std::string Sound(absl::string_view text) {
  std::string sound;
  sound.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text, i);
    const auto c = static_cast<unsigned char>(text[i]);
    const bool control = c < 0x20 && c != '\n' && c != '\t' && c != '\r';
    if (length == 0 || control) {
      sound.push_back('?');
      ++i;
    } else {
      sound.append(text.data() + i, length);
      i += length;
    }
  }
  return sound;
}

}  // namespace

std::string Element(absl::string_view name, absl::string_view text) {
  return absl::StrCat(
      "<", name, ">",
      absl::StrReplaceAll(Sound(text), {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}}), "</", name,
      ">");
}

std::string CdataElement(absl::string_view name, absl::string_view text) {
  return absl::StrCat("<", name, "><![CDATA[",
                      absl::StrReplaceAll(Sound(text), {{"]]>", "]]]]><![CDATA[>"}}), "]]></", name,
                      ">");
}

std::string HttpTime(absl::Time time) {
  return absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", time, absl::UTCTimeZone());
}

http::ServerResponse XmlAnswer(absl::string_view content) {
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/xml");
  response.body = absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", content);
  return response;
}

http::ServerResponse XmlError(const absl::Status& error, const std::string& request_id) {
  http::ServerResponse response = XmlAnswer(absl::StrCat(
      "<Error>", Element("Code", CodeOf(error)), Element("Message", error.message()),
      Element("RequestId", request_id), Element("HostId", "maxcompute-emulator"), "</Error>"));
  response.status = HttpStatusOf(error);
  return response;
}

}  // namespace sluice::emulator
