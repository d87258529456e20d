#ifndef SLUICE_EMULATOR_REST_XML_H_
#define SLUICE_EMULATOR_REST_XML_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"

namespace sluice::emulator {

// <name>text</name>, escaped; what no XML may hold becomes '?'.
std::string Element(absl::string_view name, absl::string_view text);

// <name><![CDATA[text]]></name>
std::string CdataElement(absl::string_view name, absl::string_view text);

// "Tue, 02 Jan 2024 03:04:05 GMT"
std::string HttpTime(absl::Time time);

// 200 with an XML document around `content`.
http::ServerResponse XmlAnswer(absl::string_view content);

// <Error> with the four elements that clients insist on.
http::ServerResponse XmlError(const absl::Status& error, const std::string& request_id);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_REST_XML_H_
