#include "controlplane/validation/fields.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kIdBytesMax = 48;
constexpr size_t kTopicBytesMax = 249;
constexpr size_t kUrlBytesMax = 512;
constexpr size_t kHostPortBytesMax = 259;
constexpr size_t kLabelsMax = 64;
constexpr size_t kLabelBytesMax = 63;
constexpr size_t kAnnotationBytesMax = 16 << 10;
constexpr size_t kRequestIdBytesMax = 64;

bool IsLowerOrDigit(char c) { return absl::ascii_isdigit(c) || absl::ascii_islower(c); }

template <typename Predicate>
bool All(absl::string_view text, Predicate predicate) {
  return std::all_of(text.begin(), text.end(), predicate);
}

bool IsOf(absl::string_view word, absl::string_view more) {
  return All(word, [more](char c) { return absl::ascii_isalnum(c) || absl::StrContains(more, c); });
}

// Adds a violation and returns true when there is nothing to look at further.
bool EmptyOrTooLong(absl::string_view field, absl::string_view value, size_t bytes_max,
                    Violations& violations) {
  if (value.empty()) {
    violations.Add(field, "FIELD_REQUIRED", "is empty; give it a value");
    return true;
  }
  if (value.size() > bytes_max) {
    violations.Add(
        field, "FIELD_TOO_LONG",
        absl::StrCat("is ", Echo(value), "; shorten it to at most ", bytes_max, " bytes"));
    return true;
  }
  return false;
}

// The part of `url` after its scheme; empty when the scheme is neither http nor https.
absl::string_view AfterScheme(absl::string_view url) {
  if (absl::ConsumePrefix(&url, "http://") || absl::ConsumePrefix(&url, "https://")) return url;
  return "";
}

bool IsHostPort(absl::string_view address, bool port_required) {
  absl::string_view host = address;
  if (const size_t colon = address.rfind(':'); colon != absl::string_view::npos) {
    const absl::string_view port = address.substr(colon + 1);
    int number = 0;
    if (!All(port, absl::ascii_isdigit) || !absl::SimpleAtoi(port, &number) || number < 1 ||
        number > 65535) {
      return false;
    }
    host = address.substr(0, colon);
  } else if (port_required) {
    return false;
  }
  if (absl::ConsumePrefix(&host, "[")) {  // An IPv6 address.
    return absl::ConsumeSuffix(&host, "]") && !host.empty() &&
           All(host, [](char c) { return absl::ascii_isxdigit(c) || c == ':' || c == '.'; });
  }
  return !host.empty() && IsOf(host, ".-_");
}

bool IsLabelKey(absl::string_view key) {
  return !key.empty() && key.size() <= kLabelBytesMax && absl::ascii_islower(key[0]) &&
         All(key, [](char c) { return IsLowerOrDigit(c) || absl::StrContains("-_./", c); });
}

}  // namespace

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= kIdBytesMax && id[0] != '-' &&
         All(id, [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

void CheckId(absl::string_view field, absl::string_view id, Violations& violations) {
  if (IsId(id)) return;
  violations.Add(
      field, id.empty() ? "FIELD_REQUIRED" : "NAME_INVALID",
      absl::StrCat("is ", Echo(id),
                   "; write 1 to 48 digits, lower-case letters and hyphens, not beginning with "
                   "a hyphen"));
}

void CheckTopic(absl::string_view field, absl::string_view topic, Violations& violations) {
  if (EmptyOrTooLong(field, topic, kTopicBytesMax, violations)) return;
  if (IsOf(topic, "._-") && topic != "." && topic != "..") return;
  violations.Add(
      field, "FIELD_FORM",
      absl::StrCat("is ", Echo(topic), "; write only letters, digits, '.', '_' and '-'"));
}

void CheckWord(absl::string_view field, absl::string_view word, absl::string_view more,
               size_t bytes_max, Violations& violations) {
  if (EmptyOrTooLong(field, word, bytes_max, violations) || IsOf(word, more)) return;
  violations.Add(field, "FIELD_FORM",
                 absl::StrCat("is ", Echo(word), "; write only letters, digits",
                              more.empty() ? "" : " and any of ", more));
}

void CheckOptionalWord(absl::string_view field, absl::string_view word, absl::string_view more,
                       size_t bytes_max, Violations& violations) {
  if (!word.empty()) CheckWord(field, word, more, bytes_max, violations);
}

void CheckText(absl::string_view field, absl::string_view text, size_t bytes_max,
               Violations& violations) {
  if (text.size() > bytes_max) {
    violations.Add(field, "FIELD_TOO_LONG",
                   absl::StrCat("has ", text.size(), " bytes; shorten it to at most ", bytes_max));
    return;
  }
  const bool printable = All(
      text, [](char c) { return !absl::ascii_iscntrl(c) || c == '\n' || c == '\t' || c == '\r'; });
  if (!printable) violations.Add(field, "FIELD_FORM", "holds a control character; remove it");
}

void CheckUrl(absl::string_view field, absl::string_view url, Violations& violations) {
  if (EmptyOrTooLong(field, url, kUrlBytesMax, violations)) return;
  const absl::string_view rest = AfterScheme(url);
  const absl::string_view authority = rest.substr(0, rest.find('/'));
  const bool plain = All(
      rest, [](char c) { return absl::ascii_isgraph(c) && !absl::StrContains("?#@\"'<>\\", c); });
  if (plain && IsHostPort(authority, /*port_required=*/false)) return;
  violations.Add(field, "FIELD_FORM",
                 absl::StrCat("is ", Echo(url),
                              "; write it as http://host/path, without user or "
                              "query"));
}

void CheckHostPort(absl::string_view field, absl::string_view address, Violations& violations) {
  if (EmptyOrTooLong(field, address, kHostPortBytesMax, violations)) return;
  if (IsHostPort(address, /*port_required=*/true)) return;
  violations.Add(field, "FIELD_FORM",
                 absl::StrCat("is ", Echo(address), "; write it as host:port"));
}

void CheckLabels(absl::string_view field, const Labels& labels, Violations& violations) {
  if (labels.size() > kLabelsMax) {
    violations.Add(field, "FIELD_TOO_LONG",
                   absl::StrCat("has ", labels.size(), " labels; keep at most ", kLabelsMax));
    return;
  }
  for (const auto& [key, value] : labels) {
    if (!IsLabelKey(key)) {
      violations.Add(field, "FIELD_FORM",
                     absl::StrCat("has the key ", Echo(key),
                                  "; write 1 to 63 lower-case letters, digits, '-', '_', '.', '/', "
                                  "beginning with a letter"));
    }
    if (value.size() > kLabelBytesMax || !IsOf(value, "-_./")) {
      violations.Add(field, "FIELD_FORM",
                     absl::StrCat("has the value ", Echo(value),
                                  "; write at most 63 letters, digits, '-', '_', '.', '/'"));
    }
  }
}

void CheckAnnotations(absl::string_view field, const Labels& annotations, Violations& violations) {
  size_t bytes = 0;
  for (const auto& [key, value] : annotations) bytes += key.size() + value.size();
  if (bytes > kAnnotationBytesMax) {
    violations.Add(
        field, "FIELD_TOO_LONG",
        absl::StrCat("has ", bytes, " bytes; shorten it to at most ", kAnnotationBytesMax));
    return;
  }
  for (const auto& [key, value] : annotations) {
    CheckText(field, key, kAnnotationBytesMax, violations);
    CheckText(field, value, kAnnotationBytesMax, violations);
  }
}

void CheckRequestId(absl::string_view request_id, Violations& violations) {
  if (request_id.size() <= kRequestIdBytesMax && All(request_id, absl::ascii_isgraph)) return;
  violations.Add("request_id", "FIELD_FORM",
                 absl::StrCat("is ", Echo(request_id),
                              "; write at most 64 printable ASCII characters, best a UUID"));
}

}  // namespace sluice::controlplane
