#include "base/config/config.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/check.h"
#include "base/status/status_macros.h"
#include "yaml-cpp/yaml.h"

namespace sluice::config {
namespace {

// No secret is longer; a wrong path (a log, a device) is found before it fills memory.
constexpr size_t kSecretBytesMax = 64 << 10;

// These are flags only: they say what to do, not how to run.
constexpr char kConfigFlag[] = "config";
constexpr char kCheckFlag[] = "check_config";
constexpr char kTableFlag[] = "print_config_table";
constexpr char kHelpFlag[] = "help";

bool ParseBool(const std::string& text, bool* value) {
  if (text == "true" || text == "yes" || text == "1" || text == "on") return *value = true, true;
  if (text == "false" || text == "no" || text == "0" || text == "off") return *value = false, true;
  return false;
}

absl::Status Expected(absl::string_view what, const std::string& found) {
  return absl::InvalidArgumentError(
      absl::StrCat("expected ", what, ", found '", found.substr(0, 64), "'"));
}

absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::InvalidArgumentError(absl::StrCat("cannot read the file ", path));
  std::string secret(kSecretBytesMax + 1, '\0');
  file.read(secret.data(), secret.size());
  secret.resize(file.gcount());
  if (secret.size() > kSecretBytesMax) {
    return absl::InvalidArgumentError(absl::StrCat("the file ", path, " is larger than a secret"));
  }
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty())
    return absl::InvalidArgumentError(absl::StrCat("the file ", path, " is empty"));
  return secret;
}

}  // namespace

Config::Config(absl::string_view program, absl::string_view purpose)
    : program_(program), purpose_(purpose) {
  Printing(kTableFlag, "print the keys as a table, and exit", [this] { return Table(); });
}

void Config::Add(Key key) {
  SLUICE_CHECK(Find(key.name) == nullptr) << key.name << " was added twice";
  key.default_text = key.show();
  keys_.push_back(std::move(key));
}

Config::Key* Config::Find(absl::string_view name) {
  for (Key& key : keys_) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

void Config::String(absl::string_view key, std::string* target, About about) {
  Add({.name = std::string(key),
       .kind = "text",
       .about = std::move(about),
       .set =
           [target](const std::vector<std::string>& values) {
             *target = values.front();
             return absl::OkStatus();
           },
       .show = [target] { return *target; }});
}

void Config::StringList(absl::string_view key, std::vector<std::string>* target, About about) {
  Add({.name = std::string(key),
       .kind = "list",
       .about = std::move(about),
       .set =
           [target](const std::vector<std::string>& values) {
             *target = values;
             return absl::OkStatus();
           },
       .show = [target] { return absl::StrJoin(*target, ","); },
       .is_list = true});
}

void Config::Int(absl::string_view key, int64_t* target, About about) {
  const int64_t min = about.min;
  const int64_t max = about.max;
  if (about.limits.empty() && max != INT64_MAX) about.limits = absl::StrCat(min, " to ", max);
  Add({.name = std::string(key),
       .kind = "number",
       .about = std::move(about),
       .set = [=](const std::vector<std::string>& values) -> absl::Status {
         int64_t value;
         if (!absl::SimpleAtoi(values.front(), &value))
           return Expected("a whole number", values.front());
         if (value < min || value > max) {
           return Expected(absl::StrCat("a number from ", min, " to ", max), values.front());
         }
         *target = value;
         return absl::OkStatus();
       },
       .show = [target] { return absl::StrCat(*target); }});
}

void Config::Bool(absl::string_view key, bool* target, About about) {
  Add({.name = std::string(key),
       .kind = "true or false",
       .about = std::move(about),
       .set = [target](const std::vector<std::string>& values) -> absl::Status {
         if (!ParseBool(values.front(), target)) return Expected("true or false", values.front());
         return absl::OkStatus();
       },
       .show = [target] { return std::string(*target ? "true" : "false"); },
       .is_bool = true});
}

void Config::Duration(absl::string_view key, absl::Duration* target, About about) {
  Add({.name = std::string(key),
       .kind = "duration (500ms, 10s, 24h)",
       .about = std::move(about),
       .set = [target](const std::vector<std::string>& values) -> absl::Status {
         absl::Duration value;
         if (!absl::ParseDuration(values.front(), &value) || value < absl::ZeroDuration()) {
           return Expected("a duration such as 500ms, 10s or 24h", values.front());
         }
         *target = value;
         return absl::OkStatus();
       },
       .show = [target] { return absl::FormatDuration(*target); }});
}

void Config::SecretFile(absl::string_view key, std::string* secret, About about) {
  SLUICE_CHECK(absl::EndsWith(key, "_file")) << std::string(key) << " must end in _file";
  auto path = std::make_shared<std::string>();  // Shared by the two closures only.
  Add({.name = std::string(key),
       .kind = "file with a secret",
       .about = std::move(about),
       .set = [secret, path](const std::vector<std::string>& values) -> absl::Status {
         *path = values.front();
         if (path->empty()) return absl::OkStatus();
         SLUICE_ASSIGN_OR_RETURN(*secret, ReadSecret(*path));
         return absl::OkStatus();
       },
       .show = [path] { return *path; }});
}

void Config::Command(absl::string_view word, absl::string_view help) {
  commands_.emplace_back(word, help);
}

void Config::Printing(absl::string_view flag, absl::string_view help,
                      std::function<std::string()> text) {
  prints_.push_back({std::string(flag), std::string(help), std::move(text)});
}

// Whether the flag says what to do, not how to run.
bool Config::IsAction(absl::string_view flag) const {
  return flag == kCheckFlag || flag == kHelpFlag ||
         std::any_of(prints_.begin(), prints_.end(),
                     [&](const Print& print) { return print.flag == flag; });
}

absl::Status Config::ReadFlags(int argc, const char* const* argv, Values& flags) {
  std::vector<std::string> errors;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (!absl::ConsumePrefix(&argument, "--")) {
      const bool known = std::any_of(commands_.begin(), commands_.end(), [&](const auto& command) {
        return command.first == argument;
      });
      if (!known || !command_.empty())
        errors.push_back(absl::StrCat("unexpected word '", argument, "'"));
      command_ = std::string(argument);
      continue;
    }
    std::pair<std::string, std::string> flag = absl::StrSplit(argument, absl::MaxSplits('=', 1));
    const bool has_value = absl::StrContains(argument, '=');
    const Key* key = Find(flag.first);
    const bool action = IsAction(flag.first);
    if (key == nullptr && !has_value && absl::StartsWith(flag.first, "no")) {
      const Key* negated = Find(flag.first.substr(2));
      if (negated != nullptr && negated->is_bool) {
        flags[negated->name] = {"false"};
        continue;
      }
    }
    if (key == nullptr && !action && flag.first != kConfigFlag) {
      errors.push_back(absl::StrCat("unknown flag --", flag.first));
      continue;
    }
    if (!has_value) {
      if (action || (key != nullptr && key->is_bool)) {
        flag.second = "true";
      } else if (i + 1 < argc) {
        flag.second = argv[++i];
      } else {
        errors.push_back(absl::StrCat("--", flag.first, " needs a value"));
        continue;
      }
    }
    flags[flag.first] =
        key != nullptr && key->is_list
            ? std::vector<std::string>(absl::StrSplit(flag.second, ',', absl::SkipEmpty()))
            : std::vector<std::string>{flag.second};
  }
  if (errors.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(absl::StrJoin(errors, "; "), "; ", program_, " --help lists what there is"));
}

absl::Status Config::ReadFile(const std::string& path, Values& values) {
  try {
    YAML::Node root = YAML::LoadFile(path);
    if (root.IsNull()) return absl::OkStatus();
    if (!root.IsMap())
      return absl::InvalidArgumentError(absl::StrCat(path, ": expected keys and values"));
    for (const auto& entry : root) {
      const std::string name = entry.first.as<std::string>();
      if (values.count(name) > 0) {
        return absl::InvalidArgumentError(
            absl::StrCat(path, ": the key ", name, " stands there twice"));
      }
      std::vector<std::string>& list = values[name];
      if (entry.second.IsSequence()) {
        for (const auto& item : entry.second) list.push_back(item.as<std::string>());
      } else {
        list.push_back(entry.second.IsNull() ? std::string() : entry.second.as<std::string>());
      }
    }
    return absl::OkStatus();
  } catch (const YAML::BadFile&) {
    return absl::InvalidArgumentError(absl::StrCat("cannot read the configuration file ", path));
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", error.what()));
  }
}

absl::Status Config::Set(const Values& values, std::vector<std::string>& errors) {
  for (const auto& [name, texts] : values) {
    Key* key = Find(name);
    if (key == nullptr) {
      errors.push_back(absl::StrCat("unknown key ", name));
    } else if (!key->is_list && texts.size() != 1) {
      errors.push_back(absl::StrCat(name, ": expected one value"));
    } else if (absl::Status set = key->set(texts); !set.ok()) {
      errors.push_back(absl::StrCat(name, ": ", set.message()));
    } else {
      key->given = true;
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Action> Config::Parse(int argc, const char* const* argv) {
  Values flags;
  SLUICE_RETURN_IF_ERROR(ReadFlags(argc, argv, flags));
  if (flags.count(kHelpFlag) > 0) {
    std::cout << Help();
    return Action::kExit;
  }
  for (const Print& print : prints_) {
    if (flags.count(print.flag) == 0) continue;
    std::cout << print.text();
    return Action::kExit;
  }
  const bool check_only = flags.count(kCheckFlag) > 0;
  flags.erase(kCheckFlag);

  Values values;
  if (auto file = flags.find(kConfigFlag); file != flags.end()) {
    SLUICE_RETURN_IF_ERROR(ReadFile(file->second.front(), values));
    flags.erase(file);
  }
  for (auto& [name, texts] : flags) values[name] = texts;

  std::vector<std::string> errors;
  SLUICE_RETURN_IF_ERROR(Set(values, errors));
  for (const Key& key : keys_) {
    if (key.about.required && key.show().empty())
      errors.push_back(absl::StrCat(key.name, ": is required"));
  }
  if (!errors.empty()) {
    return absl::InvalidArgumentError(absl::StrCat("configuration: ", absl::StrJoin(errors, "; ")));
  }
  if (check_only) {
    std::cout << "the configuration is valid\n";
    return Action::kExit;
  }
  return Action::kRun;
}

std::string Config::Effective() const {
  return absl::StrJoin(keys_, " ", [](std::string* out, const Key& key) {
    absl::StrAppend(out, key.name, "=", key.show());
  });
}

std::string Config::Help() const {
  std::string text =
      absl::StrCat(program_, " – ", purpose_, "\n\nusage: ", program_,
                   commands_.empty() ? "" : " [COMMAND]", " [--config FILE] [--KEY=VALUE …]\n");
  for (const auto& [word, help] : commands_) absl::StrAppend(&text, "\n  ", word, "  ", help, "\n");
  absl::StrAppend(&text,
                  "\n  --config FILE          YAML file with the keys below; a flag wins over it",
                  "\n  --check_config         say whether the configuration is valid, and exit");
  for (const Print& print : prints_) {
    const int width = std::max<int>(0, 21 - static_cast<int>(print.flag.size()));
    absl::StrAppend(&text, "\n  --", print.flag, std::string(width, ' '), print.help);
  }
  absl::StrAppend(&text, "\n\n");
  for (const Key& key : keys_) {
    absl::StrAppend(&text, "  --", key.name, "  ", key.about.help, " (", key.kind);
    if (!key.about.unit.empty()) absl::StrAppend(&text, ", ", key.about.unit);
    if (!key.about.limits.empty()) absl::StrAppend(&text, ", ", key.about.limits);
    absl::StrAppend(&text,
                    key.default_text.empty() ? "" : absl::StrCat("; default ", key.default_text),
                    key.about.required ? "; required" : "", ")\n");
  }
  return text;
}

std::string Config::Table() const {
  std::string text =
      "| key | kind | default | limits | what it does |\n| --- | --- | --- | --- | --- |\n";
  for (const Key& key : keys_) {
    const std::string kind =
        key.about.unit.empty() ? key.kind : absl::StrCat(key.kind, ", ", key.about.unit);
    const std::string fallback = key.about.required ? "required"
                                 : key.default_text.empty()
                                     ? "–"
                                     : absl::StrCat("`", key.default_text, "`");
    absl::StrAppend(&text, "| `", key.name, "` | ", kind, " | ", fallback, " | ",
                    key.about.limits.empty() ? "–" : key.about.limits, " | ", key.about.help,
                    " |\n");
  }
  return text;
}

bool IsLoopback(absl::string_view listen_address) {
  absl::string_view host = listen_address.substr(0, listen_address.rfind(':'));
  if (host == "localhost" || host == "[::1]" || host == "::1") return true;
  // A name may begin like an address: only digits and dots are one.
  return absl::StartsWith(host, "127.") &&
         host.find_first_not_of("0123456789.") == absl::string_view::npos;
}

absl::Status CheckBind(absl::string_view key, absl::string_view listen_address,
                       bool allow_insecure_bind) {
  if (IsLoopback(listen_address) || allow_insecure_bind) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(key, "=", listen_address,
                   " can be reached from other machines, and what is served there is not "
                   "encrypted; listen on 127.0.0.1, give certificate and key where there are keys "
                   "for them, or give --allow_insecure_bind if the network is yours alone"));
}

}  // namespace sluice::config
