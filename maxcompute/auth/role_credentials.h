#ifndef SLUICE_MAXCOMPUTE_AUTH_ROLE_CREDENTIALS_H_
#define SLUICE_MAXCOMPUTE_AUTH_ROLE_CREDENTIALS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/auth/rpc_client.h"

namespace sluice::maxcompute {

// A RAM role of an account.
struct RoleName {
  std::string account_uid;
  std::string role;

  std::string Arn() const;  // acs:ram::<uid>:role/<role>
  std::string Principal()
      const;  // RAM$<uid>:role/<role in lower case>, as `grant … to user` wants it.

  friend bool operator==(const RoleName&, const RoleName&) = default;
};

struct RoleCredentialsOptions {
  // Begins with this, then the account's uid, cut to the 32 characters that STS takes.
  std::string session_name_prefix = "kafka-session-";
  // STS allows 900 s up to the role's maximum, which is 3600 s unless the account changed it.
  absl::Duration life = absl::Seconds(3600);
  // After this part of their life new ones are asked for, while the old ones still serve.
  double renew_after = 0.7;
  // Credentials that end sooner are not handed out: a long request must still find them good.
  absl::Duration life_left_min = absl::Seconds(60);
  // Between two attempts while STS is away, or while the service refuses what STS has just given.
  absl::Duration retry_after = absl::Seconds(5);
};

// Reasons of its errors.
inline constexpr absl::string_view kReasonRoleNotFound = "ROLE_NOT_FOUND";
inline constexpr absl::string_view kReasonRoleNotTrusted = "ROLE_NOT_TRUSTED";
inline constexpr absl::string_view kReasonServiceKeyInvalid = "SERVICE_KEY_INVALID";
inline constexpr absl::string_view kReasonStsUnavailable = "STS_UNAVAILABLE";

// Assumes a RAM role through STS and renews its credentials before they end.
//
// Any thread may call. One call to STS at a time: callers who have good credentials never wait for
// it, others wait for its result. While STS is away the old credentials serve to their end. Errors:
// NOT_FOUND with ROLE_NOT_FOUND, PERMISSION_DENIED with ROLE_NOT_TRUSTED, FAILED_PRECONDITION with
// SERVICE_KEY_INVALID, UNAVAILABLE with STS_UNAVAILABLE; each with a remedy where there is one. An
// error is remembered for `retry_after`. Borrows `sts` and `clock`.
class RoleCredentials : public CredentialsProvider {
 public:
  RoleCredentials(RpcClient& sts, Clock& clock, RoleName role, RoleCredentialsOptions options = {});

  absl::StatusOr<Credentials> Get() override;
  void Reject(const Credentials& credentials) override;

 private:
  struct Issued {
    Credentials credentials;
    absl::Duration asked_at;  // All by Clock::Monotonic.
    absl::Duration renew_at;
    absl::Duration end;
  };

  // Asks STS without holding the lock, and tells those who wait.
  void Ask() SLUICE_REQUIRES(mu_);
  absl::StatusOr<Issued> AssumeRole();
  absl::StatusOr<Issued> ReadIssued(absl::string_view json, absl::Duration asked_at);
  absl::Status Refused(const RpcError& error) const;

  RpcClient& sts_;
  Clock& clock_;
  const RoleName role_;
  const RoleCredentialsOptions options_;

  Mutex mu_;
  CondVar asked_;
  bool asking_ SLUICE_GUARDED_BY(mu_) = false;
  std::optional<Issued> issued_ SLUICE_GUARDED_BY(mu_);
  absl::Status last_error_ SLUICE_GUARDED_BY(mu_);
  absl::Duration ask_not_before_ SLUICE_GUARDED_BY(mu_) = -absl::InfiniteDuration();
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_ROLE_CREDENTIALS_H_
