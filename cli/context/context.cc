#include "cli/context/context.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/grammar/parser.h"
#include "yaml-cpp/yaml.h"

namespace sluice::cli {
namespace {

constexpr char kDefaultServer[] = "127.0.0.1:9090";

absl::Status Wrong(absl::string_view message, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage), remedy);
}

std::string FilePath(const Environment& environment) {
  const std::string config = environment("XDG_CONFIG_HOME");
  if (!config.empty()) return absl::StrCat(config, "/sluice/config.yaml");
  const std::string home = environment("HOME");
  return home.empty() ? "" : absl::StrCat(home, "/.config/sluice/config.yaml");
}

// The keys of a map must be among `known`: a misspelt one would be silently without effect.
absl::Status CheckKeys(const YAML::Node& map, std::initializer_list<absl::string_view> known,
                       const std::string& path) {
  for (const auto& entry : map) {
    const std::string key = entry.first.Scalar();
    bool found = false;
    for (absl::string_view name : known) found = found || name == key;
    if (!found) {
      return Wrong(absl::StrCat(path, ":", entry.first.Mark().line + 1, ": unknown key ", key),
                   "sluicectl --help shows the form of the file");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Context> ReadContext(const YAML::Node& file, std::string name,
                                    const std::string& path) {
  SLUICE_RETURN_IF_ERROR(CheckKeys(file, {"current_context", "contexts"}, path));
  if (name.empty() && file["current_context"]) name = file["current_context"].Scalar();
  if (name.empty()) return Context();
  const YAML::Node contexts = file["contexts"];
  const YAML::Node context =
      contexts.IsMap() ? contexts[name] : YAML::Node(YAML::NodeType::Undefined);
  if (!context || !context.IsMap()) {
    return Wrong(absl::StrCat(path, " has no context '", name, "'"), "add it, or name another one");
  }
  SLUICE_RETURN_IF_ERROR(CheckKeys(context,
                                   {"server", "instance", "token_file", "server_ca_file",
                                    "client_certificate_file", "client_key_file"},
                                   path));
  const auto text = [&context](const char* key) {
    return context[key] ? context[key].Scalar() : std::string();
  };
  return Context{.server = text("server"),
                 .instance = text("instance"),
                 .access = {.token_file = text("token_file"),
                            .tls_ca_file = text("server_ca_file"),
                            .tls_certificate_file = text("client_certificate_file"),
                            .tls_key_file = text("client_key_file")}};
}

absl::StatusOr<Context> FromFile(const std::string& path, const std::string& name) {
  std::ifstream stream(path);
  if (path.empty() || !stream) {
    if (name.empty()) return Context();
    return Wrong(absl::StrCat("no configuration file ", path, " for the context '", name, "'"),
                 "write the file, or use --server");
  }
  try {
    const YAML::Node file = YAML::Load(stream);
    if (file.IsNull() && name.empty()) return Context();
    if (!file.IsMap()) return Wrong(absl::StrCat(path, ": expected keys and values"), "");
    return ReadContext(file, name, path);
  } catch (const YAML::Exception& error) {
    return Wrong(absl::StrCat(path, ": ", error.what()), "mend the file");
  }
}

}  // namespace

absl::StatusOr<Context> ChooseContext(const Invocation& invocation,
                                      const Environment& environment) {
  SLUICE_ASSIGN_OR_RETURN(Context context,
                          FromFile(FilePath(environment), invocation.Get("context")));
  // A context that is asked for by name wins over the environment as every flag does.
  const bool named = invocation.Has("context");
  const auto choose = [&](std::string& value, const char* flag, const char* variable) {
    const std::string in_environment = environment(variable);
    if (!in_environment.empty() && !(named && !value.empty())) value = in_environment;
    value = invocation.Get(flag, value);
  };
  choose(context.server, "server", "SLUICE_SERVER");
  choose(context.instance, "instance", "SLUICE_INSTANCE");
  choose(context.access.token_file, "token-file", "SLUICE_TOKEN_FILE");
  choose(context.access.tls_ca_file, "server-ca-file", "SLUICE_SERVER_CA_FILE");
  choose(context.access.tls_certificate_file, "client-certificate-file",
         "SLUICE_CLIENT_CERTIFICATE_FILE");
  choose(context.access.tls_key_file, "client-key-file", "SLUICE_CLIENT_KEY_FILE");
  context.access.allow_plaintext = invocation.Has("allow-plaintext");
  if (context.server.empty()) context.server = kDefaultServer;
  return context;
}

}  // namespace sluice::cli
