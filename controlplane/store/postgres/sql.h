#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_SQL_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_SQL_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::controlplane::postgres {

// A statement's parameter as text, or NULL. Times have microseconds; InfinitePast is NULL.
class Param {
 public:
  Param(const std::string& text) : text_(text) {}
  Param(absl::string_view text) : text_(std::string(text)) {}
  Param(const char* text) : text_(text) {}
  Param(int value) : text_(std::to_string(value)) {}
  Param(int64_t value) : text_(std::to_string(value)) {}
  Param(bool value) : text_(value ? "true" : "false") {}
  Param(absl::Time time);
  Param(std::nullopt_t) {}
  Param(const std::optional<std::string>& text) : text_(text) {}

  // As libpq wants it; null for NULL.
  const char* c_str() const { return text_.has_value() ? text_->c_str() : nullptr; }

 private:
  std::optional<std::string> text_;
};

// Runs one statement with $1, $2, … from `params`. Throws as libpqxx does. The only place that
// knows how each version of libpqxx wants to be given parameters.
pqxx::result Exec(pqxx::transaction_base& transaction, const char* sql,
                  std::initializer_list<Param> params = {});
pqxx::result Exec(pqxx::transaction_base& transaction, const char* sql,
                  const std::vector<Param>& params);

// A column by name. Times are selected with MICROS(column), see below.
std::string Text(const pqxx::row& row, const char* column);  // Empty for NULL.
int64_t Int(const pqxx::row& row, const char* column);
bool Bool(const pqxx::row& row, const char* column);
absl::Time Time(const pqxx::row& row, const char* column);  // InfinitePast for NULL.
std::optional<std::string> OptionalText(const pqxx::row& row, const char* column);

// In a select list: `column` in microseconds since 1970, which Time() reads exactly.
#define SLUICE_MICROS(column) " (EXTRACT(epoch FROM " column ") * 1000000)::bigint AS " column " "

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_SQL_H_
