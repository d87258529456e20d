#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {

Param::Param(absl::Time time) {
  if (time == absl::InfinitePast()) return;
  text_ = time == absl::InfiniteFuture()
              ? "infinity"
              : absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

pqxx::result Exec(pqxx::transaction_base& transaction, const char* sql,
                  std::initializer_list<Param> params) {
  return Exec(transaction, sql, std::vector<Param>(params));
}

pqxx::result Exec(pqxx::transaction_base& transaction, const char* sql,
                  const std::vector<Param>& params) {
#if PQXX_VERSION_MAJOR >= 7
  pqxx::params list;
  for (const Param& param : params) {
    if (param.c_str() == nullptr) {
      list.append();
    } else {
      list.append(std::string(param.c_str()));
    }
  }
  return transaction.exec(sql, list);
#else
  std::vector<const char*> list;
  list.reserve(params.size());
  for (const Param& param : params) list.push_back(param.c_str());
  return transaction.exec_params(sql, pqxx::prepare::make_dynamic_params(list));
#endif
}

std::string Text(const pqxx::row& row, const char* column) {
  const pqxx::field field = row[column];
  return field.is_null() ? std::string() : std::string(field.c_str(), field.size());
}

int64_t Int(const pqxx::row& row, const char* column) { return row[column].as<int64_t>(); }

bool Bool(const pqxx::row& row, const char* column) { return row[column].as<bool>(); }

absl::Time Time(const pqxx::row& row, const char* column) {
  const pqxx::field field = row[column];
  return field.is_null() ? absl::InfinitePast() : absl::FromUnixMicros(field.as<int64_t>());
}

std::optional<std::string> OptionalText(const pqxx::row& row, const char* column) {
  if (row[column].is_null()) return std::nullopt;
  return Text(row, column);
}

}  // namespace sluice::controlplane::postgres
