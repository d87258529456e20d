#include "base/log/log.h"

#include <atomic>
#include <memory>

#include "absl/time/clock.h"
#include "base/log/level_overrides.h"
#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace sluice::log {
namespace {

// Long values tell nothing more and fill disks.
constexpr size_t kValueLengthMax = 2048;

constexpr char kTextPattern[] = "time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v";
constexpr char kJsonPattern[] = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

std::atomic<Level> program_level = Level::kInfo;
std::atomic<Format> format = Format::kText;

LevelOverrides& Overrides() {
  static auto& overrides = *new LevelOverrides;
  return overrides;
}

spdlog::logger& Logger() {
  static spdlog::logger* logger = [] {
    auto* made = new spdlog::logger("sluice", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern(kTextPattern, spdlog::pattern_time_type::utc);
    made->set_level(spdlog::level::trace);  // What is written is decided here, not there.
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum NameOf(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kError:
      break;
  }
  return spdlog::level::err;
}

// At most kValueLengthMax bytes, and no half of a character.
absl::string_view Cut(absl::string_view value) {
  if (value.size() <= kValueLengthMax) return value;
  size_t size = kValueLengthMax;
  while (size > 0 && (value[size] & 0xC0) == 0x80) --size;
  return value.substr(0, size);
}

void AppendValue(absl::string_view value, std::string& line) {
  value = Cut(value);
  bool plain = !value.empty();
  for (unsigned char c : value)
    plain = plain && c > ' ' && c != '"' && c != '=' && c != '\\' && c != 0x7f;
  if (plain) {
    line.append(value.data(), value.size());
    return;
  }
  line += '"';
  for (unsigned char c : value) {
    if (c == '"' || c == '\\') {
      line += '\\';
      line += static_cast<char>(c);
    } else if (c == '\n') {
      line += "\\n";
    } else if (c < ' ' || c == 0x7f) {
      absl::StrAppend(&line, "\\x", absl::Hex(c, absl::kZeroPad2));
    } else {
      line += static_cast<char>(c);
    }
  }
  line += '"';
}

// How many bytes the UTF-8 character at the beginning of `text` has; 0 when it is none.
size_t CharacterSize(absl::string_view text) {
  const unsigned char lead = text[0];
  const size_t size = lead < 0x80                   ? 1
                      : lead >= 0xF0 && lead < 0xF5 ? 4
                      : lead >= 0xE0 && lead < 0xF0 ? 3
                      : lead >= 0xC2 && lead < 0xE0 ? 2
                                                    : 0;
  if (size == 0 || size > text.size()) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((text[i] & 0xC0) != 0x80) return 0;
  }
  return size;
}

void AppendJsonText(absl::string_view text, std::string& line) {
  text = Cut(text);
  line += '"';
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const unsigned char c = text[0];
    if (size == 0) {
      line += "\\ufffd";  // A line must stay JSON whatever a message carries.
    } else if (c == '"' || c == '\\') {
      line += '\\';
      line += static_cast<char>(c);
    } else if (c == '\n') {
      line += "\\n";
    } else if (c < ' ' || c == 0x7f) {
      absl::StrAppend(&line, "\\u", absl::Hex(c, absl::kZeroPad4));
    } else {
      line.append(text.data(), size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  line += '"';
}

void Write(Level level, absl::string_view message, Fields fields) {
  if (!IsWritten(level, fields)) return;
  Logger().log(
      NameOf(level), "{}",
      format.load() == Format::kJson ? JsonMembers(message, fields) : Logfmt(message, fields));
}

}  // namespace

std::string Logfmt(absl::string_view message, Fields fields) {
  std::string line = "msg=";
  AppendValue(message, line);
  for (const Field& field : fields) {
    absl::StrAppend(&line, " ", field.key, "=");
    AppendValue(field.value, line);
  }
  return line;
}

std::string JsonMembers(absl::string_view message, Fields fields) {
  std::string line = "\"msg\":";
  AppendJsonText(message, line);
  for (const Field& field : fields) {
    line += ',';
    AppendJsonText(field.key, line);
    line += ':';
    if (field.is_number) {
      line += field.value;
    } else {
      AppendJsonText(field.value, line);
    }
  }
  return line;
}

void Debug(absl::string_view message, Fields fields) { Write(Level::kDebug, message, fields); }
void Info(absl::string_view message, Fields fields) { Write(Level::kInfo, message, fields); }
void Warn(absl::string_view message, Fields fields) { Write(Level::kWarn, message, fields); }
void Error(absl::string_view message, Fields fields) { Write(Level::kError, message, fields); }

std::optional<Level> ParseLevel(absl::string_view word) {
  if (word == "debug") return Level::kDebug;
  if (word == "info") return Level::kInfo;
  if (word == "warn" || word == "warning") return Level::kWarn;
  if (word == "error") return Level::kError;
  return std::nullopt;
}

absl::string_view WordOf(Level level) {
  constexpr absl::string_view kWords[] = {"debug", "info", "warning", "error"};
  return kWords[static_cast<int>(level)];
}

void SetLevel(Level level) { program_level.store(level); }

bool SetLevel(absl::string_view word) {
  const std::optional<Level> level = ParseLevel(word);
  if (level.has_value()) SetLevel(*level);
  return level.has_value();
}

void SetLevelWhere(absl::string_view key, absl::string_view value, Level level, absl::Time until) {
  Overrides().Set(key, value, level, until, absl::Now());
}

bool IsWritten(Level level, Fields fields) {
  if (Overrides().empty()) return level >= program_level.load();
  return level >= Overrides().Find(fields, absl::Now()).value_or(program_level.load());
}

bool SetFormat(absl::string_view word) {
  if (word != "text" && word != "json") return false;
  format.store(word == "json" ? Format::kJson : Format::kText);
  Logger().set_pattern(word == "json" ? kJsonPattern : kTextPattern,
                       spdlog::pattern_time_type::utc);
  return true;
}

}  // namespace sluice::log
