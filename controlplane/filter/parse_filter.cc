#include "controlplane/filter/parse_filter.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "base/status/status_macros.h"
#include "controlplane/filter/filter_tokens.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/problem.h"

namespace sluice::controlplane {
namespace {

using Kind = FilterToken::Kind;

// Which signs may stand behind a field.
enum class Signs { kIs, kIsOrNot, kLabel, kThere, kCompare };

struct FieldRule {
  absl::string_view word;
  FilterField field;
  Signs signs;
};

constexpr FieldRule kFields[] = {
    {"state", FilterField::kState, Signs::kIsOrNot},
    {"desired_state", FilterField::kDesiredState, Signs::kIsOrNot},
    {"labels", FilterField::kLabel, Signs::kLabel},
    {"name", FilterField::kName, Signs::kIs},
    {"q", FilterField::kText, Signs::kIs},
    {"trouble.reason", FilterField::kTroubleReason, Signs::kIs},
    {"trouble.error_class", FilterField::kTroubleClass, Signs::kIs},
    {"trouble", FilterField::kTrouble, Signs::kThere},
    {"lag_records", FilterField::kLagRecords, Signs::kCompare},
    {"freshness", FilterField::kFreshness, Signs::kCompare},
    {"dead_letters", FilterField::kDeadLetters, Signs::kCompare},
    {"source.topic", FilterField::kSourceTopic, Signs::kIs},
    {"sink.project", FilterField::kSinkProject, Signs::kIs},
    {"sink.table", FilterField::kSinkTable, Signs::kIs},
};

constexpr absl::string_view kLabelPrefix = "labels.";

std::string FieldWords() {
  return absl::StrJoin(kFields, ", ", [](std::string* out, const FieldRule& rule) {
    absl::StrAppend(out, rule.field == FilterField::kLabel ? "labels.KEY" : rule.word);
  });
}

std::string StateWords() {
  std::vector<absl::string_view> words;
  for (int i = 0; i <= static_cast<int>(ObservedState::kDeleted); ++i) {
    words.push_back(NameOf(static_cast<ObservedState>(i)));
  }
  return absl::StrJoin(words, ", ");
}

// Reads the tokens from left to right; each method takes what it reads.
class Parser {
 public:
  explicit Parser(std::vector<FilterToken> tokens) : tokens_(std::move(tokens)) {}

  absl::StatusOr<Filter> Parse() {
    Filter filter;
    if (Next().kind == Kind::kEnd) return filter;
    for (;;) {
      SLUICE_ASSIGN_OR_RETURN(FilterCondition condition, ReadCondition());
      filter.conditions.push_back(std::move(condition));
      if (Next().kind == Kind::kEnd) return filter;
      if (!TakeWord("AND")) return Expected("AND or the end");
    }
  }

 private:
  const FilterToken& Next() const { return tokens_[at_]; }

  const FilterToken& Take() { return tokens_[at_++]; }

  bool TakeWord(absl::string_view word) {
    if (Next().kind != Kind::kWord || Next().text != word) return false;
    ++at_;
    return true;
  }

  bool TakeSign(absl::string_view sign) {
    if (Next().kind != Kind::kSign || Next().text != sign) return false;
    ++at_;
    return true;
  }

  absl::Status Expected(absl::string_view what) const {
    const bool empty_text = Next().kind == Kind::kQuoted && Next().text.empty();
    return FilterInvalid(Next().position, empty_text ? R"("")" : Next().text, what);
  }

  absl::StatusOr<FilterCondition> ReadCondition() {
    FilterCondition condition;
    SLUICE_ASSIGN_OR_RETURN(const FieldRule rule, ReadField(condition));
    switch (rule.signs) {
      case Signs::kThere:
        if (!TakeSign(":")) return Expected(absl::StrCat("`:*` after ", rule.word));
        if (!TakeWord("*")) return Expected("*");
        condition.op = FilterOp::kIsThere;
        return condition;
      case Signs::kCompare:
        SLUICE_RETURN_IF_ERROR(ReadComparison(condition));
        return condition;
      case Signs::kLabel:
        if (condition.label.empty()) {  // labels:KEY
          if (!TakeSign(":")) return Expected("`.KEY` or `:KEY` after labels");
          if (Next().kind != Kind::kWord && Next().kind != Kind::kQuoted) {
            return Expected("the key of a label");
          }
          condition.label = Take().text;
          condition.op = FilterOp::kIsThere;
          return condition;
        }
        break;
      case Signs::kIs:
      case Signs::kIsOrNot:
        break;
    }
    if (rule.signs != Signs::kIs && TakeSign("!=")) {
      condition.op = FilterOp::kIsNot;
    } else if (!TakeSign("=")) {
      return Expected(rule.signs == Signs::kIs ? "=" : "= or !=");
    }
    SLUICE_RETURN_IF_ERROR(ReadValues(condition));
    return condition;
  }

  absl::StatusOr<FieldRule> ReadField(FilterCondition& condition) {
    if (Next().kind == Kind::kWord) {
      absl::string_view word = Next().text;
      const bool is_label = absl::ConsumePrefix(&word, kLabelPrefix) && !word.empty();
      if (is_label) condition.label = std::string(word);
      for (const FieldRule& rule : kFields) {
        if (is_label ? rule.field != FilterField::kLabel : rule.word != Next().text) continue;
        condition.field = rule.field;
        ++at_;
        return rule;
      }
    }
    return Expected(absl::StrCat("a field, one of ", FieldWords()));
  }

  // One value, or several in parentheses, joined by OR.
  absl::Status ReadValues(FilterCondition& condition) {
    if (!TakeSign("(")) return ReadValue(condition);
    do {
      SLUICE_RETURN_IF_ERROR(ReadValue(condition));
    } while (TakeWord("OR"));
    return TakeSign(")") ? absl::OkStatus() : Expected("OR or )");
  }

  absl::Status ReadValue(FilterCondition& condition) {
    if (Next().kind != Kind::kWord && Next().kind != Kind::kQuoted) {
      return Expected("a word or a text in quotes");
    }
    const std::string& text = Next().text;
    switch (condition.field) {
      case FilterField::kState:
        if (!ParseObservedState(text).has_value()) {
          return Expected(absl::StrCat("a state, one of ", StateWords()));
        }
        break;
      case FilterField::kDesiredState:
        if (!ParseDesiredState(text).has_value()) {
          return Expected("a desired state: DRAFT, RUNNING, PAUSED, STOPPED or DELETED");
        }
        break;
      case FilterField::kTroubleClass:
        if (ParseErrorClass(text) == ErrorClass::kNone) {
          return Expected("a class of errors: USER, SYSTEM, DESTINATION or QUOTA");
        }
        break;
      case FilterField::kName:
        if (text.find('*') < text.size() - 1) return Expected("`*` at the end of a name only");
        break;
      default:
        break;
    }
    if (text.empty()) return Expected("a text that is not empty");
    condition.values.push_back(Take().text);
    return absl::OkStatus();
  }

  absl::Status ReadComparison(FilterCondition& condition) {
    if (TakeSign("<")) {
      condition.op = FilterOp::kBelow;
    } else if (TakeSign("<=")) {
      condition.op = FilterOp::kAtMost;
    } else if (TakeSign(">")) {
      condition.op = FilterOp::kAbove;
    } else if (TakeSign(">=")) {
      condition.op = FilterOp::kAtLeast;
    } else {
      return Expected("<, <=, > or >=");
    }
    if (condition.field == FilterField::kFreshness) {
      absl::Duration duration;
      if (Next().kind != Kind::kWord || !absl::ParseDuration(Next().text, &duration) ||
          duration <= absl::ZeroDuration() || duration > absl::Hours(24 * 3650)) {
        return Expected("a duration above 0, as 10m");
      }
      condition.number = absl::ToInt64Microseconds(duration);
    } else if (Next().kind != Kind::kWord || !absl::SimpleAtoi(Next().text, &condition.number) ||
               condition.number < 0) {
      return Expected("a whole number, 0 or more");
    }
    ++at_;
    return absl::OkStatus();
  }

  const std::vector<FilterToken> tokens_;
  size_t at_ = 0;
};

}  // namespace

absl::StatusOr<Filter> ParseFilter(absl::string_view text) {
  if (text.size() > kFilterBytesMax) {
    return FilterInvalid(kFilterBytesMax + 1, text.substr(kFilterBytesMax),
                         absl::StrCat("at most ", kFilterBytesMax, " bytes"));
  }
  SLUICE_ASSIGN_OR_RETURN(std::vector<FilterToken> tokens, FilterTokensOf(text));
  return Parser(std::move(tokens)).Parse();
}

}  // namespace sluice::controlplane
