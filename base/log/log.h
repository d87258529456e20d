#ifndef SLUICE_BASE_LOG_LOG_H_
#define SLUICE_BASE_LOG_LOG_H_

#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// One line per event on stderr: time, level, message, then the fields; as logfmt for people or as
// JSON for machines. Every thread may call.
//
// DEBUG: for developers. INFO: the life of the process. WARN: it recovered by itself. ERROR: a
// person must act. Secrets and values of records are never fields, at no level.
namespace sluice::log {

struct Field {
  template <typename T>
  Field(absl::string_view key, const T& value)
      : key(key), value(absl::StrCat(value)), is_number(std::is_integral_v<T>) {}
  Field(absl::string_view key, bool value) : key(key), value(value ? "true" : "false") {}
  Field(absl::string_view key, const absl::Status& value) : key(key), value(value.ToString()) {}

  std::string key;
  std::string value;
  bool is_number = false;  // JSON has it without quotes.
};

using Fields = std::initializer_list<Field>;

enum class Level { kDebug, kInfo, kWarn, kError };

enum class Format { kText, kJson };

void Debug(absl::string_view message, Fields fields = {});
void Info(absl::string_view message, Fields fields = {});
void Warn(absl::string_view message, Fields fields = {});
void Error(absl::string_view message, Fields fields = {});

// "debug", "info", "warn" or "warning", "error".
std::optional<Level> ParseLevel(absl::string_view word);

// "debug", "info", "warning" or "error".
absl::string_view WordOf(Level level);

// From which level on lines are written; info without it.
void SetLevel(Level level);
// The same by its word; false for another word.
bool SetLevel(absl::string_view word);

// Lines with the field `key`=`value` are written from `level` on until `until`, whatever the
// program's own level is. Replaces what was set for them before; a time that is over ends it.
void SetLevelWhere(absl::string_view key, absl::string_view value, Level level, absl::Time until);

// Whether a line would be written now: for lines whose fields are dear to make.
bool IsWritten(Level level, Fields fields = {});

// "text" (logfmt, the default) or "json"; false for another word.
bool SetFormat(absl::string_view word);

// `message` and `fields` as they stand in a line. In logfmt, values with blanks, quotes or control
// characters are quoted; in JSON, they are members of the line's object: without its braces.
std::string Logfmt(absl::string_view message, Fields fields);
std::string JsonMembers(absl::string_view message, Fields fields);

}  // namespace sluice::log

#endif  // SLUICE_BASE_LOG_LOG_H_
