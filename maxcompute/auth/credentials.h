#ifndef SLUICE_MAXCOMPUTE_AUTH_CREDENTIALS_H_
#define SLUICE_MAXCOMPUTE_AUTH_CREDENTIALS_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "maxcompute/auth/secret.h"

namespace sluice::maxcompute {

// What a request is signed with.
struct Credentials {
  std::string access_key_id;
  Secret access_key_secret;
  Secret security_token;  // Of a role's credentials; empty for an account's own key.

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// Gives the credentials of one identity. Any thread may call.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;

  // Credentials that are good now. May wait for a request to the issuer, which has a deadline.
  virtual absl::StatusOr<Credentials> Get() = 0;

  // The service refused these: do not hand them out again if others can be had.
  virtual void Reject(const Credentials& credentials) {}
};

// An account's own key. Any thread may call.
class StaticCredentials : public CredentialsProvider {
 public:
  explicit StaticCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}

  absl::StatusOr<Credentials> Get() override { return credentials_; }

 private:
  const Credentials credentials_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_CREDENTIALS_H_
