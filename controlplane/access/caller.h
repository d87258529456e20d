#ifndef SLUICE_CONTROLPLANE_ACCESS_CALLER_H_
#define SLUICE_CONTROLPLANE_ACCESS_CALLER_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/api_token.h"

namespace sluice::controlplane {

// Who calls, and what they may do.
struct Caller {
  // The id of their token, under which what they do is written down; empty when nobody is asked
  // who they are.
  std::string name;
  std::string display_name;
  std::vector<Role> roles;  // The mightiest first, each once.
  std::set<std::string> permissions;
  std::optional<absl::Time> expire_time;  // Of their token, or of their session if that is sooner.
  std::string shown_hash;   // Of the secret that they showed; empty when nobody is asked.
  bool by_session = false;  // It was a session's, not their token's.

  bool is_known() const { return !name.empty(); }
};

// As the API spells it: `viewer`, `operator`, `admin`.
absl::string_view NameOf(Role role);

// What somebody with this token may do.
Caller CallerOf(const ApiToken& token);

// Somebody who is not asked: may do everything that people may, and what workers do.
Caller UnknownCaller();

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_CALLER_H_
