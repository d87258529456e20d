#ifndef SLUICE_CONTROLPLANE_RPC_PERMISSION_OF_H_
#define SLUICE_CONTROLPLANE_RPC_PERMISSION_OF_H_

#include <optional>
#include <string_view>

#include "absl/strings/string_view.h"
#include "controlplane/access/permission_table.h"

namespace sluice::controlplane {

// The method whose request this is: a request is called as its method and belongs to no other
// (permission_of_test.cc holds the protos to it). The compiler's text of this very function has the
// type in `Request = sluice::v1::GetTaskRequest`, then `;` or `]`.
template <typename Request>
constexpr std::string_view MethodNameOf() {
  constexpr std::string_view kBefore = "Request = ";
  constexpr std::string_view kAfterName = "Request";
  std::string_view text = __PRETTY_FUNCTION__;
  text = text.substr(text.find(kBefore) + kBefore.size());
  text = text.substr(0, text.find_first_of(";]"));
  text = text.substr(text.rfind(':') + 1);
  return text.substr(0, text.size() - kAfterName.size());
}

// The permission that the method of `Request` needs. Without a row in the table nothing is built.
template <typename Request>
constexpr absl::string_view PermissionOf() {
  constexpr std::optional<MethodRule> rule = FindMethodRule(MethodNameOf<Request>());
  static_assert(rule.has_value(),
                "give the method of this Request a row in controlplane/access/permission_table.h");
  return absl::string_view(rule->permission.data(), rule->permission.size());
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_PERMISSION_OF_H_
