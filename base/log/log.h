#ifndef SLUICE_BASE_LOG_LOG_H_
#define SLUICE_BASE_LOG_LOG_H_

#include <initializer_list>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

// One line per event on stderr, in logfmt: time, level, message, then the fields. Every thread may
// call.
//
// DEBUG: for developers. INFO: the life of the process. WARN: it recovered by itself. ERROR: a
// person must act. Secrets and values of records are never fields.
namespace sluice::log {

struct Field {
  template <typename T>
  Field(absl::string_view key, const T& value) : key(key), value(absl::StrCat(value)) {}
  Field(absl::string_view key, bool value) : key(key), value(value ? "true" : "false") {}
  Field(absl::string_view key, const absl::Status& value) : key(key), value(value.ToString()) {}

  std::string key;
  std::string value;
};

using Fields = std::initializer_list<Field>;

void Debug(absl::string_view message, Fields fields = {});
void Info(absl::string_view message, Fields fields = {});
void Warn(absl::string_view message, Fields fields = {});
void Error(absl::string_view message, Fields fields = {});

// "debug", "info" (the default), "warn" or "error"; returns false for another word.
bool SetLevel(absl::string_view level);

// `message` and `fields` as they stand in a line: values with blanks, quotes or control characters
// are quoted.
std::string Logfmt(absl::string_view message, Fields fields);

}  // namespace sluice::log

#endif  // SLUICE_BASE_LOG_LOG_H_
