#ifndef SLUICE_CONTROLPLANE_VALIDATION_FIELDS_H_
#define SLUICE_CONTROLPLANE_VALIDATION_FIELDS_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"

// Rules for single fields. Each adds at most a few violations about `field` and looks at no more of
// a value than its limit. Pure.
namespace sluice::controlplane {

// R12: 1 to 48 digits, lower-case letters and hyphens, not beginning with a hyphen.
void CheckId(absl::string_view field, absl::string_view id, Violations& violations);
bool IsId(absl::string_view id);

// A Kafka topic or group: 1 to 249 of a-z A-Z 0-9 . _ -, and neither `.` nor `..`.
void CheckTopic(absl::string_view field, absl::string_view topic, Violations& violations);

// 1 to `bytes_max` bytes of [a-zA-Z0-9] or of `more`.
void CheckWord(absl::string_view field, absl::string_view word, absl::string_view more,
               size_t bytes_max, Violations& violations);

// As CheckWord, but may be empty.
void CheckOptionalWord(absl::string_view field, absl::string_view word, absl::string_view more,
                       size_t bytes_max, Violations& violations);

// At most `bytes_max` bytes of text; line breaks and tabs are its only control characters.
void CheckText(absl::string_view field, absl::string_view text, size_t bytes_max,
               Violations& violations);

// `http://host[:port][/path]` or https, at most 512 bytes, without user or query.
void CheckUrl(absl::string_view field, absl::string_view url, Violations& violations);

// `host:port`.
void CheckHostPort(absl::string_view field, absl::string_view address, Violations& violations);

void CheckLabels(absl::string_view field, const Labels& labels, Violations& violations);
void CheckAnnotations(absl::string_view field, const Labels& annotations, Violations& violations);

// Empty, or at most 64 printable ASCII characters.
void CheckRequestId(absl::string_view request_id, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_FIELDS_H_
