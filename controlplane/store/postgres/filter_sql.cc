#include "controlplane/store/postgres/filter_sql.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "controlplane/store/postgres/codec.h"

namespace sluice::controlplane::postgres {
namespace {

// Gathers conditions and numbers their parameters.
class Tail {
 public:
  // `$1`, `$2`, … for a new parameter.
  std::string Add(Param param) {
    tail_.params.push_back(std::move(param));
    return absl::StrCat("$", tail_.params.size());
  }

  void And(absl::string_view condition) {
    absl::StrAppend(&tail_.text, tail_.text.empty() ? " WHERE " : " AND ", condition);
  }

  void Append(absl::string_view text) { absl::StrAppend(&tail_.text, text); }

  SqlTail Take() { return std::move(tail_); }

 private:
  SqlTail tail_;
};

const char* SignOf(FilterOp op) {
  switch (op) {
    case FilterOp::kBelow:
      return " < ";
    case FilterOp::kAtMost:
      return " <= ";
    case FilterOp::kAbove:
      return " > ";
    case FilterOp::kAtLeast:
      return " >= ";
    case FilterOp::kIsNot:
      return " <> ";
    case FilterOp::kIs:
    case FilterOp::kIsThere:
      break;
  }
  return " = ";
}

// One value is compared by itself: then an index can be used.
void AddIs(absl::string_view column, const FilterCondition& condition, Tail& tail) {
  if (condition.values.size() == 1) {
    tail.And(absl::StrCat(column, SignOf(condition.op), tail.Add(condition.values[0])));
    return;
  }
  tail.And(absl::StrCat(column, condition.op == FilterOp::kIsNot ? " NOT IN" : " IN",
                        " (SELECT jsonb_array_elements_text(",
                        tail.Add(WordsToJson(condition.values)), "::jsonb))"));
}

// `piece` for each value, joined by OR.
template <typename Piece>
void AddAny(const FilterCondition& condition, Tail& tail, Piece piece) {
  std::string any;
  for (const std::string& value : condition.values) {
    absl::StrAppend(&any, any.empty() ? "(" : " OR ", piece(value));
  }
  tail.And(absl::StrCat(any, ")"));
}

void AddLabel(const FilterCondition& condition, Tail& tail) {
  const std::string key = tail.Add(condition.label);
  if (condition.op == FilterOp::kIsThere) {
    tail.And(absl::StrCat("c.labels ? ", key, "::text"));
    return;
  }
  if (condition.op == FilterOp::kIsNot) {
    tail.And(absl::StrCat("COALESCE(c.labels->>", key, "::text, '') NOT IN (",
                          "SELECT jsonb_array_elements_text(",
                          tail.Add(WordsToJson(condition.values)), "::jsonb))"));
    return;
  }
  AddAny(condition, tail, [&](const std::string& value) {
    return absl::StrCat("c.labels @> jsonb_build_object(", key, "::text, ", tail.Add(value),
                        "::text)");
  });
}

void AddName(const FilterCondition& condition, Tail& tail) {
  AddAny(condition, tail, [&](absl::string_view value) {
    return absl::ConsumeSuffix(&value, "*")
               ? absl::StrCat("starts_with(o.connector_id, ", tail.Add(value), ")")
               : absl::StrCat("o.connector_id = ", tail.Add(value));
  });
}

// Only ASCII has letter cases here, as in memory, whatever the database's locale.
void AddText(const FilterCondition& condition, Tail& tail) {
  AddAny(condition, tail, [&](const std::string& value) {
    const std::string lower = tail.Add(absl::AsciiStrToLower(value));
    const auto holds = [&](absl::string_view text) {
      return absl::StrCat("position(", lower, " IN lower((", text, ") COLLATE \"C\")) > 0");
    };
    return absl::StrCat(
        holds("o.connector_id"), " OR ", holds("c.spec->'source'->>'topic'"), " OR ",
        holds("c.spec->'sink'->>'table'"), " OR ", holds("c.spec->>'description'"),
        " OR EXISTS (SELECT 1 FROM jsonb_each_text(c.labels) AS l WHERE ", holds("l.value"), ")");
  });
}

void AddCondition(const FilterCondition& condition, absl::Time now, Tail& tail) {
  switch (condition.field) {
    case FilterField::kState:
      return AddIs("o.state", condition, tail);
    case FilterField::kDesiredState:
      return AddIs("c.desired_state", condition, tail);
    case FilterField::kLabel:
      return AddLabel(condition, tail);
    case FilterField::kName:
      return AddName(condition, tail);
    case FilterField::kText:
      return AddText(condition, tail);
    case FilterField::kTroubleReason:
      return AddIs("o.trouble_reason", condition, tail);
    case FilterField::kTroubleClass:
      return AddIs("o.trouble_class", condition, tail);
    case FilterField::kTrouble:
      return tail.And("o.trouble_reason <> ''");
    case FilterField::kLagRecords:
      tail.And("o.lag_records >= 0");
      return tail.And(
          absl::StrCat("o.lag_records", SignOf(condition.op), tail.Add(condition.number)));
    case FilterField::kFreshness:
      // now - fresh_until > bound, as a bound of the rank; it is above 0, so what is fresh beyond
      // now need not be told apart.
      tail.And(absl::StrCat("o.stale_rank > ", tail.Add(StaleRankOf(absl::InfinitePast()))));
      return tail.And(absl::StrCat("o.stale_rank", SignOf(condition.op),
                                   tail.Add(condition.number - absl::ToUnixMicros(now))));
    case FilterField::kDeadLetters:
      return tail.And(
          absl::StrCat("o.dead_letters", SignOf(condition.op), tail.Add(condition.number)));
    case FilterField::kSourceTopic:
      return AddIs("c.spec->'source'->>'topic'", condition, tail);
    case FilterField::kSinkProject:
      return AddIs("c.spec->'sink'->>'project'", condition, tail);
    case FilterField::kSinkTable:
      return AddIs("c.spec->'sink'->>'table'", condition, tail);
  }
}

void AddFilter(const ConnectorQuery& query, Tail& tail) {
  if (query.instance.has_value()) {
    tail.And(absl::StrCat("o.connector_instance = ", tail.Add(*query.instance)));
  }
  for (const FilterCondition& condition : query.filter.conditions) {
    AddCondition(condition, query.now, tail);
  }
}

// Times are numbers in a position, and stay times here.
struct KeySql {
  const char* column;
  const char* of_number;  // Around the parameter.
};

KeySql SqlOf(OrderKey key) {
  static constexpr char kTime[] = "'epoch'::timestamptz + interval '1 microsecond' * ";
  switch (key) {
    case OrderKey::kCreateTime:
      return {"c.create_time", kTime};
    case OrderKey::kUpdateTime:
      return {"c.update_time", kTime};
    case OrderKey::kSeverity:
      return {"o.severity", ""};
    case OrderKey::kLagRecords:
      return {"o.lag_records", ""};
    case OrderKey::kFreshness:
      return {"o.stale_rank", ""};
    case OrderKey::kName:
      break;
  }
  return {"", ""};
}

// Beyond the position: beyond its first key, or equal there and beyond its second, …
void AddAfter(const ConnectorQuery& query, Tail& tail) {
  const OrderPosition& after = *query.after;
  std::string beyond;
  std::string equal;
  for (size_t i = 0; i < query.order.terms.size(); ++i) {
    const OrderTerm& term = query.order.terms[i];
    const char* sign = term.descending ? " < " : " > ";
    absl::StrAppend(&beyond, i == 0 ? "" : " OR ");
    if (term.key == OrderKey::kName) {
      absl::StrAppend(&beyond, "(", equal, "(o.connector_instance, o.connector_id)", sign, "(",
                      tail.Add(after.id.instance), ", ", tail.Add(after.id.connector), "))");
      break;
    }
    const KeySql key = SqlOf(term.key);
    const std::string bound =
        absl::StrCat("(", key.of_number, tail.Add(after.numbers[i]), "::bigint)");
    absl::StrAppend(&beyond, "(", equal, key.column, sign, bound, ")");
    absl::StrAppend(&equal, key.column, " = ", bound, " AND ");
    // Says nothing new, but an index begins there.
    if (i == 0) tail.And(absl::StrCat(key.column, term.descending ? " <= " : " >= ", bound));
  }
  tail.And(absl::StrCat("(", beyond, ")"));
}

}  // namespace

SqlTail WhereOf(const ConnectorQuery& query) {
  Tail tail;
  AddFilter(query, tail);
  return tail.Take();
}

SqlTail PageOf(const ConnectorQuery& query) {
  Tail tail;
  AddFilter(query, tail);
  if (query.after.has_value()) AddAfter(query, tail);
  const char* separator = " ORDER BY ";
  for (const OrderTerm& term : query.order.terms) {
    const char* way = term.descending ? " DESC" : "";
    if (term.key == OrderKey::kName) {
      tail.Append(absl::StrCat(separator, "o.connector_instance", way, ", o.connector_id", way));
    } else {
      tail.Append(absl::StrCat(separator, SqlOf(term.key).column, way));
    }
    separator = ", ";
  }
  tail.Append(absl::StrCat(" LIMIT ", tail.Add(query.limit)));
  return tail.Take();
}

}  // namespace sluice::controlplane::postgres
