#include "controlplane/rpc/caller_address.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace sluice::controlplane {
namespace {

std::string MetadataOf(const grpc::ServerContextBase& context, const char* key) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(key);
  return found == metadata.end() ? "" : std::string(found->second.data(), found->second.size());
}

}  // namespace

std::string CallerAddressOf(const grpc::ServerContextBase& context) {
  const std::string peer = context.peer();
  absl::string_view address = peer;
  if (absl::ConsumePrefix(&address, "ipv4:") || absl::ConsumePrefix(&address, "ipv6:")) {
    // `127.0.0.1:4711`, `[::1]:4711`; gRPC may write the brackets as %5B and %5D.
    address = address.substr(0, address.rfind(':'));
    absl::ConsumePrefix(&address, "[") || absl::ConsumePrefix(&address, "%5B");
    absl::ConsumeSuffix(&address, "]") || absl::ConsumeSuffix(&address, "%5D");
    return std::string(address);
  }
  std::string said = MetadataOf(context, kCallerAddress);
  return said.empty() ? peer : said;
}

std::string CallIdOf(const grpc::ServerContextBase& context) {
  std::string id = MetadataOf(context, kCallId);
  const bool is_one = id.size() <= 128 && std::all_of(id.begin(), id.end(), [](char c) {
                        return absl::ascii_isalnum(c) || c == '.' || c == '_' || c == '-';
                      });
  return is_one ? id : "";
}

}  // namespace sluice::controlplane
