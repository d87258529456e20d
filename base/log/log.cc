#include "base/log/log.h"

#include <memory>

#include "spdlog/sinks/stdout_sinks.h"
#include "spdlog/spdlog.h"

namespace sluice::log {
namespace {

// Long values tell nothing more and fill disks.
constexpr size_t kValueLengthMax = 2048;

spdlog::logger& Logger() {
  static spdlog::logger* logger = [] {
    auto* made = new spdlog::logger("sluice", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

void AppendValue(absl::string_view value, std::string& line) {
  value = value.substr(0, kValueLengthMax);
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

void Write(spdlog::level::level_enum level, absl::string_view message, Fields fields) {
  if (!Logger().should_log(level)) return;
  Logger().log(level, "{}", Logfmt(message, fields));
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

void Debug(absl::string_view message, Fields fields) {
  Write(spdlog::level::debug, message, fields);
}
void Info(absl::string_view message, Fields fields) { Write(spdlog::level::info, message, fields); }
void Warn(absl::string_view message, Fields fields) { Write(spdlog::level::warn, message, fields); }
void Error(absl::string_view message, Fields fields) { Write(spdlog::level::err, message, fields); }

bool SetLevel(absl::string_view level) {
  if (level == "debug") {
    Logger().set_level(spdlog::level::debug);
  } else if (level == "info") {
    Logger().set_level(spdlog::level::info);
  } else if (level == "warn") {
    Logger().set_level(spdlog::level::warn);
  } else if (level == "error") {
    Logger().set_level(spdlog::level::err);
  } else {
    return false;
  }
  return true;
}

}  // namespace sluice::log
