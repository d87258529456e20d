#include "emulator/seed/seed.h"

#include <yaml-cpp/yaml.h>

#include <initializer_list>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

absl::Status Refuse(absl::string_view where, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("seed: ", where, " ", why));
}

absl::Status CheckKeys(const YAML::Node& node, absl::string_view where,
                       std::initializer_list<absl::string_view> known) {
  if (!node.IsMap()) return Refuse(where, "must be a map");
  for (const auto& entry : node) {
    const std::string key = entry.first.as<std::string>("");
    if (std::find(known.begin(), known.end(), key) == known.end()) {
      return Refuse(where, absl::StrCat("has an unknown key: ", key));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> Text(const YAML::Node& node, absl::string_view where, const char* key) {
  const std::string text = node[key] && node[key].IsScalar() ? node[key].as<std::string>("") : "";
  if (text.empty()) return Refuse(where, absl::StrCat("needs ", key));
  return text;
}

absl::Status ReadAccount(const YAML::Node& node, const std::string& where, Seed& seed) {
  SLUICE_RETURN_IF_ERROR(CheckKeys(node, where, {"uid", "service", "access_keys"}));
  Account account;
  SLUICE_ASSIGN_OR_RETURN(account.uid, Text(node, where, "uid"));
  for (char c : account.uid) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c)))
      return Refuse(where, "uid must be digits");
  }
  if (node["service"]) {
    SLUICE_ASSIGN_OR_RETURN(account.service, Text(node, where, "service"));
  }
  if (!node["access_keys"].IsSequence() && node["access_keys"].IsDefined()) {
    return Refuse(where, "access_keys must be a list");
  }
  for (const YAML::Node& item : node["access_keys"]) {
    SLUICE_RETURN_IF_ERROR(CheckKeys(item, where + ".access_keys", {"id", "secret"}));
    AccessKey key{.uid = account.uid};
    SLUICE_ASSIGN_OR_RETURN(key.id, Text(item, where + ".access_keys", "id"));
    SLUICE_ASSIGN_OR_RETURN(key.secret, Text(item, where + ".access_keys", "secret"));
    seed.keys.push_back(std::move(key));
  }
  seed.accounts.push_back(std::move(account));
  return absl::OkStatus();
}

absl::Status ReadProject(const YAML::Node& node, const std::string& where, Seed& seed) {
  SLUICE_RETURN_IF_ERROR(CheckKeys(node, where, {"name", "owner", "region"}));
  Project project{.region = "cn-hangzhou"};
  SLUICE_ASSIGN_OR_RETURN(project.name, Text(node, where, "name"));
  SLUICE_ASSIGN_OR_RETURN(project.owner_uid, Text(node, where, "owner"));
  if (node["region"]) {
    SLUICE_ASSIGN_OR_RETURN(project.region, Text(node, where, "region"));
  }
  bool known = false;
  for (const Account& account : seed.accounts) known = known || account.uid == project.owner_uid;
  if (!known)
    return Refuse(where, absl::StrCat("owner ", project.owner_uid, " is no account of the seed"));
  seed.projects.push_back(std::move(project));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Seed> ParseSeed(const std::string& yaml) {
  YAML::Node root;
  try {
    root = YAML::Load(yaml);
  } catch (const YAML::Exception& error) {
    return Refuse("the file",
                  absl::StrCat("is not YAML: ", error.msg, " in line ", error.mark.line + 1));
  }
  SLUICE_RETURN_IF_ERROR(CheckKeys(root, "the file", {"accounts", "projects"}));
  Seed seed;
  for (const char* list : {"accounts", "projects"}) {
    if (root[list].IsDefined() && !root[list].IsSequence()) return Refuse(list, "must be a list");
    int index = 0;
    for (const YAML::Node& item : root[list]) {
      std::string where = absl::StrCat(list, "[", index++, "]");
      SLUICE_RETURN_IF_ERROR(std::string(list) == "accounts" ? ReadAccount(item, where, seed)
                                                             : ReadProject(item, where, seed));
    }
  }
  return seed;
}

absl::Status ApplySeed(Database& database, const Seed& seed, absl::Time now) {
  return database.Transact([&](Sql& sql) -> absl::Status {
    Identities identities(sql);
    for (const Account& account : seed.accounts)
      SLUICE_RETURN_IF_ERROR(identities.PutAccount(account));
    for (const AccessKey& key : seed.keys) SLUICE_RETURN_IF_ERROR(identities.PutAccessKey(key));
    for (Project project : seed.projects) {
      project.created = now;
      SLUICE_RETURN_IF_ERROR(Catalog(sql).PutProject(project));
    }
    return absl::OkStatus();
  });
}

}  // namespace sluice::emulator
