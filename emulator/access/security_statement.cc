#include "emulator/access/security_statement.h"

#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr const char* kProjectActions[] = {"Read",
                                           "Write",
                                           "List",
                                           "CreateTable",
                                           "CreateSchema",
                                           "CreateInstance",
                                           "CreateFunction",
                                           "CreateResource",
                                           "CreateJob",
                                           "CreateVolume",
                                           "CreateOfflineModel",
                                           "All"};
constexpr const char* kTableActions[] = {"Describe", "Select",      "Alter", "Update",
                                         "Drop",     "ShowHistory", "All"};

absl::Status Refuse(absl::string_view why) { return ServiceError("InvalidParameter", why); }

// Blanks part words; what is between backquotes stays together; commas are words of their own.
std::vector<std::string> Words(absl::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  auto end_word = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, ""));
  };
  for (char c : text) {
    if (c == '`') quoted = !quoted;
    const bool parts = absl::ascii_isspace(static_cast<unsigned char>(c)) || c == ',' || c == ';';
    if (quoted || !parts) {
      word.push_back(c);
      continue;
    }
    end_word();
    if (c == ',') words.push_back(",");
  }
  end_word();
  return words;
}

class SecurityParser {
 public:
  explicit SecurityParser(absl::string_view text) : words_(Words(text)) {}

  absl::StatusOr<SecurityCommand> Parse() {
    SLUICE_RETURN_IF_ERROR(ParseVerb());
    if (next_ < words_.size()) {
      return Refuse(absl::StrCat("'", words_[next_].substr(0, 64), "' is not expected here"));
    }
    return std::move(command_);
  }

 private:
  using Verb = SecurityCommand::Verb;

  absl::Status ParseVerb() {
    if (Take({"add", "user"})) return ParseUser(Verb::kAddUser);
    if (Take({"remove", "user"})) return ParseUser(Verb::kRemoveUser);
    if (Take({"grant"})) return ParseGrant(Verb::kGrant, "to");
    if (Take({"revoke"})) return ParseGrant(Verb::kRevoke, "from");
    if (Take({"list", "users"})) return Set(Verb::kListUsers);
    if (Take({"whoami"})) return Set(Verb::kWhoAmI);
    if (Take({"show", "grants"})) {
      if (!Take({"for"})) return Set(Verb::kShowGrants);
      Take({"user"});
      return ParseUser(Verb::kShowGrants);
    }
    return Refuse(
        "expected add user, remove user, grant, revoke, show grants, list users or whoami");
  }

  absl::Status Set(Verb verb) {
    command_.verb = verb;
    return absl::OkStatus();
  }

  absl::Status ParseUser(Verb verb) {
    command_.verb = verb;
    if (next_ >= words_.size()) return Refuse("the name of a user is missing");
    SLUICE_ASSIGN_OR_RETURN(command_.user, ParsePrincipal(words_[next_++]));
    return absl::OkStatus();
  }

  absl::Status ParseGrant(Verb verb, const char* preposition) {
    std::vector<std::string> actions;
    while (next_ < words_.size() && !Sees("on")) {
      if (words_[next_] != ",") actions.push_back(words_[next_]);
      ++next_;
    }
    if (!Take({"on"})) return Refuse("expected ON PROJECT or ON TABLE");
    command_.on_table = Take({"table"});
    if (!command_.on_table && !Take({"project"}))
      return Refuse("expected PROJECT or TABLE after ON");
    if (next_ >= words_.size()) return Refuse("the name of an object is missing");
    SetObject(words_[next_++]);
    for (const std::string& action : actions) SLUICE_RETURN_IF_ERROR(AddAction(action));
    if (command_.actions.empty()) return Refuse("no action is named");
    if (!Take({preposition, "user"})) {
      return Refuse(absl::StrCat("expected ", absl::AsciiStrToUpper(preposition),
                                 " USER; roles of a project are not covered"));
    }
    return ParseUser(verb);
  }

  void SetObject(const std::string& word) {
    std::string name = absl::AsciiStrToLower(absl::StrReplaceAll(word, {{"`", ""}}));
    size_t point = name.rfind('.');
    if (command_.on_table && point != name.npos) {
      command_.object_project = name.substr(0, name.find('.'));
      name = name.substr(point + 1);
    }
    command_.object_name = std::move(name);
  }

  absl::Status AddAction(const std::string& word) {
    const char* const* begin =
        command_.on_table ? std::begin(kTableActions) : std::begin(kProjectActions);
    const char* const* end =
        command_.on_table ? std::end(kTableActions) : std::end(kProjectActions);
    for (const char* const* known = begin; known != end; ++known) {
      if (absl::EqualsIgnoreCase(word, *known)) {
        command_.actions.push_back(*known);
        return absl::OkStatus();
      }
    }
    return Refuse(absl::StrCat("'", word.substr(0, 64), "' is no action on a ",
                               command_.on_table ? "table" : "project"));
  }

  bool Sees(const char* word, size_t ahead = 0) const {
    return next_ + ahead < words_.size() && absl::EqualsIgnoreCase(words_[next_ + ahead], word);
  }

  bool Take(std::initializer_list<const char*> words) {
    size_t ahead = 0;
    for (const char* word : words) {
      if (!Sees(word, ahead++)) return false;
    }
    next_ += words.size();
    return true;
  }

  const std::vector<std::string> words_;
  size_t next_ = 0;
  SecurityCommand command_;
};

}  // namespace

absl::StatusOr<SecurityCommand> ParseSecurityStatement(absl::string_view text) {
  return SecurityParser(text).Parse();
}

}  // namespace sluice::emulator
