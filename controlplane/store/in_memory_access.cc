#include <algorithm>

#include "base/status/status_macros.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// Tokens, sessions and codes that an InMemoryStore keeps.
namespace sluice::controlplane {

absl::StatusOr<ApiToken> InMemoryStore::CreateApiToken(const ApiToken& token,
                                                       absl::string_view secret_hash,
                                                       absl::string_view request_id) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const TokenRow made = {token, std::string(secret_hash), std::string(request_id)};
  const auto [row, is_new] = api_tokens_.try_emplace(token.id, made);
  if (is_new) return token;
  TokenRow& there = row->second;
  const bool is_repeat = !request_id.empty() && there.request_id == request_id &&
                         there.token.created_by == token.created_by &&
                         there.token.create_time > token.create_time - kTokenRequestLife &&
                         there.token.expire_time > token.create_time &&
                         !there.token.revoke_time.has_value();
  if (!is_repeat) return ApiTokenExists(token.id);
  there.secret_hash = std::string(secret_hash);
  EndSessionsOf(token.id);
  return there.token;
}

absl::Status InMemoryStore::ReplaceApiToken(const ApiToken& token, absl::string_view secret_hash) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  api_tokens_[token.id] = {token, std::string(secret_hash), ""};
  EndSessionsOf(token.id);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<ApiToken>> InMemoryStore::FindApiToken(absl::string_view secret_hash) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (const auto& [id, row] : api_tokens_) {
    if (row.secret_hash == secret_hash) return row.token;
  }
  return std::nullopt;
}

absl::StatusOr<ApiToken> InMemoryStore::GetApiToken(absl::string_view id) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = api_tokens_.find(std::string(id));
  if (found == api_tokens_.end()) return ApiTokenNotFound(id);
  return found->second.token;
}

absl::StatusOr<std::vector<ApiToken>> InMemoryStore::ListApiTokens(absl::string_view after,
                                                                   int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<ApiToken> page;
  for (auto it = api_tokens_.upper_bound(std::string(after));
       it != api_tokens_.end() && page.size() < static_cast<size_t>(limit); ++it) {
    page.push_back(it->second.token);
  }
  return page;
}

absl::StatusOr<ApiToken> InMemoryStore::RevokeApiToken(absl::string_view id, absl::string_view by,
                                                       absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = api_tokens_.find(std::string(id));
  if (found == api_tokens_.end()) return ApiTokenNotFound(id);
  ApiToken& token = found->second.token;
  if (!token.revoke_time.has_value()) {
    token.revoke_time = now;
    token.revoked_by = std::string(by);
    EndSessionsOf(id);
  }
  return token;
}

absl::Status InMemoryStore::NoteTokenUse(absl::string_view id, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = api_tokens_.find(std::string(id));
  if (found == api_tokens_.end()) return absl::OkStatus();
  std::optional<absl::Time>& last = found->second.token.last_used_time;
  if (!last.has_value() || *last <= now - kTokenUseNotedEvery) last = now;
  return absl::OkStatus();
}

absl::StatusOr<int> InMemoryStore::ForgetDeadTokens(absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<std::string> dead;
  for (const auto& [id, row] : api_tokens_) {
    const absl::Time end =
        std::min(row.token.expire_time, row.token.revoke_time.value_or(absl::InfiniteFuture()));
    if (end <= now - kDeadTokenLife) dead.push_back(id);
  }
  for (const std::string& id : dead) {
    EndSessionsOf(id);
    api_tokens_.erase(id);
  }
  return static_cast<int>(dead.size());
}

absl::StatusOr<InMemoryStore::TokenRow*> InMemoryStore::UnrevokedToken(absl::string_view id) {
  const auto found = api_tokens_.find(std::string(id));
  if (found == api_tokens_.end() || found->second.token.revoke_time.has_value()) {
    return ApiTokenNotFound(id);
  }
  return &found->second;
}

void InMemoryStore::EndSessionsOf(absl::string_view token_id) {
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.token_id == token_id; });
  std::erase_if(sign_in_codes_,
                [&](const auto& entry) { return entry.second.token_id == token_id; });
}

absl::Status InMemoryStore::CreateSession(const Session& session, absl::string_view secret_hash,
                                          absl::string_view shown_hash) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  SLUICE_ASSIGN_OR_RETURN(const TokenRow* token, UnrevokedToken(session.token_id));
  if (token->secret_hash != shown_hash) {
    const auto code = sign_in_codes_.find(std::string(shown_hash));
    if (code == sign_in_codes_.end() || code->second.token_id != session.token_id ||
        code->second.expire_time <= session.create_time) {
      return ApiTokenNotFound(session.token_id);
    }
    sign_in_codes_.erase(code);
  }
  sessions_[std::string(secret_hash)] = session;
  int count = 0;
  auto least = sessions_.end();
  for (auto it = sessions_.begin(); it != sessions_.end(); ++it) {
    if (it->second.token_id != session.token_id) continue;
    ++count;
    if (least == sessions_.end() || it->second.last_used_time < least->second.last_used_time) {
      least = it;
    }
  }
  if (count > kSessionsPerTokenMax) sessions_.erase(least);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<FoundSession>> InMemoryStore::FindSession(
    absl::string_view secret_hash) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = sessions_.find(std::string(secret_hash));
  if (found == sessions_.end()) return std::nullopt;
  return FoundSession{found->second, api_tokens_.at(found->second.token_id).token};
}

absl::Status InMemoryStore::NoteSessionUse(absl::string_view secret_hash, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = sessions_.find(std::string(secret_hash));
  if (found != sessions_.end() && found->second.last_used_time <= now - kSessionUseNotedEvery) {
    found->second.last_used_time = now;
  }
  return absl::OkStatus();
}

absl::Status InMemoryStore::EndSession(absl::string_view secret_hash) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  sessions_.erase(std::string(secret_hash));
  return absl::OkStatus();
}

absl::Status InMemoryStore::CreateSignInCode(absl::string_view code_hash,
                                             absl::string_view token_id,
                                             absl::string_view shown_hash, absl::Time expire_time,
                                             absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  SLUICE_ASSIGN_OR_RETURN(const TokenRow* token, UnrevokedToken(token_id));
  if (token->secret_hash != shown_hash) {
    const auto session = sessions_.find(std::string(shown_hash));
    if (session == sessions_.end() || session->second.token_id != token_id) {
      return ApiTokenNotFound(token_id);
    }
  }
  const auto open = std::count_if(sign_in_codes_.begin(), sign_in_codes_.end(), [&](const auto& c) {
    return c.second.token_id == token_id && c.second.expire_time > now;
  });
  if (open >= kSignInCodesPerTokenMax) return TooManySignInCodes();
  sign_in_codes_[std::string(code_hash)] = {std::string(token_id), expire_time};
  return absl::OkStatus();
}

absl::StatusOr<std::optional<std::string>> InMemoryStore::FindSignInCode(
    absl::string_view code_hash, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = sign_in_codes_.find(std::string(code_hash));
  if (found == sign_in_codes_.end() || found->second.expire_time <= now) return std::nullopt;
  return found->second.token_id;
}

absl::StatusOr<int> InMemoryStore::ForgetSessions(absl::Time idle_since, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto ended = std::erase_if(sessions_, [&](const auto& entry) {
    return entry.second.last_used_time < idle_since || entry.second.expire_time <= now;
  });
  const auto old = std::erase_if(
      sign_in_codes_, [&](const auto& entry) { return entry.second.expire_time <= now; });
  return static_cast<int>(ended + old);
}

}  // namespace sluice::controlplane
