#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/list.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/grammar/parser.h"
#include "cli/output/token_text.h"

// API tokens, and who one is.
namespace sluice::cli {
namespace {

std::string TokenName(const std::string& argument) {
  return argument.find('/') == argument.npos ? absl::StrCat("apiTokens/", argument) : argument;
}

absl::Status WrongRole(absl::string_view message) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(message), kUsage),
                    "give --role viewer, operator or admin, or --worker");
}

// What the token is for: a role, or a worker.
absl::Status FillKind(const Invocation& invocation, v1::ApiToken& token) {
  const bool is_worker = invocation.Has("worker");
  if (is_worker == invocation.Has("role")) {
    return WrongRole(is_worker ? "a worker's token has no role" : "what may the token do?");
  }
  if (is_worker) {
    token.set_kind(v1::ApiToken::WORKER);
    return absl::OkStatus();
  }
  token.set_kind(v1::ApiToken::USER);
  v1::RoleBinding::Role role = v1::RoleBinding::ROLE_UNSPECIFIED;
  const std::string word = invocation.Get("role");
  if (!v1::RoleBinding::Role_Parse(absl::AsciiStrToUpper(word), &role) ||
      role == v1::RoleBinding::ROLE_UNSPECIFIED) {
    return WrongRole(absl::StrCat("there is no role '", word, "'"));
  }
  token.add_role_bindings()->set_role(role);
  return absl::OkStatus();
}

}  // namespace

absl::Status CreateToken(Session& session) {
  const Invocation& invocation = session.invocation;
  v1::CreateApiTokenRequest request;
  request.set_api_token_id(IdOf(TokenName(invocation.arguments[0])));
  request.set_request_id(RequestIdOf(session, 0, 1));
  request.mutable_api_token()->set_display_name(invocation.Get("display-name"));
  SLUICE_RETURN_IF_ERROR(FillKind(invocation, *request.mutable_api_token()));
  if (invocation.Has("life")) {
    SLUICE_RETURN_IF_ERROR(FillDuration(invocation, "life", *request.mutable_life()));
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::CreateApiTokenResponse created,
                          session.client.CreateApiToken(request));
  if (session.format == Format::kTable) {
    session.err << "token " << request.api_token_id() << " lets in until "
                << UtcText(created.api_token().expire_time())
                << "; its secret is shown this once, keep it in a file of your own:" << std::endl;
  }
  PrintResult(session, created, "", created.secret());
  return absl::OkStatus();
}

absl::Status CreateSignInLink(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const v1::SignInLink link,
                          session.client.CreateSignInLink(v1::CreateSignInLinkRequest()));
  if (session.format == Format::kTable) {
    session.err << "signs you in to the console once, until " << UtcText(link.expire_time()) << ":"
                << std::endl;
  }
  PrintResult(session, link, "", link.code());
  return absl::OkStatus();
}

absl::Status GetTokens(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  if (!arguments.empty()) {
    v1::GetApiTokenRequest request;
    request.set_name(TokenName(arguments[0]));
    SLUICE_ASSIGN_OR_RETURN(const v1::ApiToken token, session.client.GetApiToken(request));
    PrintOne(session, token, "");
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<v1::ApiToken> tokens, ListApiTokens(session.client));
  PrintList(session, tokens, "", "apiTokens", "no tokens");
  return absl::OkStatus();
}

absl::Status RevokeToken(Session& session) {
  for (const std::string& argument : session.invocation.arguments) {
    v1::RevokeApiTokenRequest request;
    request.set_name(TokenName(argument));
    SLUICE_ASSIGN_OR_RETURN(const v1::ApiToken token, session.client.RevokeApiToken(request));
    PrintResult(session, token, "",
                absl::StrCat("token ", IdOf(token.name()), " lets nobody in any more"));
  }
  return absl::OkStatus();
}

absl::Status WhoAmI(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const v1::Caller caller,
                          session.client.GetCaller(v1::GetCallerRequest()));
  if (session.format == Format::kTable) {
    session.out << Describe(caller);
  } else {
    PrintResult(session, caller, "", "");
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
