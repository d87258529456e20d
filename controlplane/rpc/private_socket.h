#ifndef SLUICE_CONTROLPLANE_RPC_PRIVATE_SOCKET_H_
#define SLUICE_CONTROLPLANE_RPC_PRIVATE_SOCKET_H_

#include <filesystem>
#include <string>

#include "absl/status/statusor.h"

namespace sluice::controlplane {

// Where a server of gRPC can be reached by its own process, and by nobody of another user: a Unix
// socket in a folder of its own, which goes with it. A process that is killed leaves the folder.
class PrivateSocket {
 public:
  // In the folder for temporary files (TMPDIR). FAILED_PRECONDITION when that cannot be written, or
  // its path leaves no room for a socket's, 107 bytes in all (unix(7)), or has one of `%?#`, which
  // gRPC takes for parts of a URI.
  static absl::StatusOr<PrivateSocket> Make();

  PrivateSocket(PrivateSocket&& other) noexcept;
  PrivateSocket& operator=(PrivateSocket&&) = delete;
  ~PrivateSocket();

  // To listen at and to call, as gRPC names it: `unix:/tmp/sluice-Xk3f2a/rpc`.
  std::string address() const;

 private:
  explicit PrivateSocket(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;  // Empty: moved away.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_PRIVATE_SOCKET_H_
