#ifndef SLUICE_BASE_CONFIG_CONFIG_H_
#define SLUICE_BASE_CONFIG_CONFIG_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::config {

// What people read about a key.
struct About {
  std::string help;         // What it does, in one sentence.
  std::string unit;         // "host:port", "bytes", …; a duration says so by itself.
  std::string limits;       // "1 to 64"; what Check refuses is said here.
  bool required = false;    // Refused when it is not given or empty.
  int64_t min = INT64_MIN;  // Of an Int.
  int64_t max = INT64_MAX;
};

// What main() does after Parse.
enum class Action {
  kRun,
  kExit,  // --help, --check_config or a flag that prints did all there is to do.
};

// The options of a daemon: one YAML file (--config FILE) whose keys are also flags of the same
// name.
//
// A flag wins over the file, the file over the default. Unknown keys, values of the wrong kind and
// missing required keys are errors, all of them at once. Secrets come only from files: SecretFile
// takes a path, reads it at Parse, and neither the effective configuration nor an error shows what
// was read.
//
// Fill it with keys, then Parse once. Targets must outlive the Config. One thread.
class Config {
 public:
  Config(absl::string_view program, absl::string_view purpose);

  // The value that `target` holds when the key is added is the default.
  void String(absl::string_view key, std::string* target, About about);
  void StringList(absl::string_view key, std::vector<std::string>* target, About about);
  void Int(absl::string_view key, int64_t* target, About about);
  void Bool(absl::string_view key, bool* target, About about);
  void Duration(absl::string_view key, absl::Duration* target, About about);
  // `key` ends in "_file". `secret` gets the file's content without the line break at its end; it
  // stays empty when no path is given.
  void SecretFile(absl::string_view key, std::string* secret, About about);

  // Words that may follow the program's name, such as `migrate`. Without any, a word is an error.
  void Command(absl::string_view word, absl::string_view help);

  // A flag that prints what `text` makes and ends the program, as --print_config_table.
  void Printing(absl::string_view flag, absl::string_view help, std::function<std::string()> text);

  // Reads flags (`--key=value`, `--key value`, `--flag`, `--noflag`) and the file. Prints what was
  // asked for on stdout.
  absl::StatusOr<Action> Parse(int argc, const char* const* argv);

  // The command that was given; empty without one.
  const std::string& command() const { return command_; }

  // `key=value` for every key, without secrets, in the order they were added.
  std::string Effective() const;

  // The table of keys as Markdown, for the documentation.
  std::string Table() const;

 private:
  struct Key {
    std::string name;
    std::string kind;
    About about;
    std::string default_text;
    std::function<absl::Status(const std::vector<std::string>&)> set;
    std::function<std::string()> show;
    bool is_list = false;
    bool is_bool = false;
    bool given = false;
  };
  struct Print {
    std::string flag;
    std::string help;
    std::function<std::string()> text;
  };
  using Values = std::map<std::string, std::vector<std::string>>;

  void Add(Key key);
  Key* Find(absl::string_view name);
  absl::Status ReadFlags(int argc, const char* const* argv, Values& flags);
  absl::Status ReadFile(const std::string& path, Values& values);
  absl::Status Set(const Values& values, std::vector<std::string>& errors);
  std::string Help() const;
  bool IsAction(absl::string_view flag) const;

  const std::string program_;
  const std::string purpose_;
  std::vector<Key> keys_;
  std::vector<std::pair<std::string, std::string>> commands_;
  std::vector<Print> prints_;
  std::string command_;
};

// Whether `listen_address` ("host:port") can be reached from this machine only.
bool IsLoopback(absl::string_view listen_address);

// Refuses an address beyond loopback unless `allow_insecure_bind`: for what is served in clear.
absl::Status CheckBind(absl::string_view key, absl::string_view listen_address,
                       bool allow_insecure_bind);

}  // namespace sluice::config

#endif  // SLUICE_BASE_CONFIG_CONFIG_H_
