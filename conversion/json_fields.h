#ifndef SLUICE_CONVERSION_JSON_FIELDS_H_
#define SLUICE_CONVERSION_JSON_FIELDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "conversion/column_plan.h"
#include "conversion/field_reader.h"
#include "conversion/json_document.h"
#include "conversion/json_value_writer.h"

namespace sluice::conversion {

// Members of a JSON object by the names of columns, in any case of letters. Members without a
// column are ignored; columns without a member, or whose member is `null`, are NULL; so are all of
// them when the text is `null`.
class JsonFields : public FieldReader {
 public:
  JsonFields(std::vector<PlannedColumn> columns, absl::TimeZone zone, int64_t field_bytes_max);

  // JSON_SYNTAX, JSON_TOO_DEEP; JSON_NOT_OBJECT; FIELD_TWICE: two members are for one column.
  std::optional<Misfit> Read(std::optional<absl::string_view> text) override;
  bool IsNull(int field) const override;
  std::optional<Misfit> Write(int field, const Cell& cell) override;

 private:
  std::optional<int> FieldOf(absl::string_view name);

  const std::vector<PlannedColumn> columns_;
  absl::flat_hash_map<std::string, int> by_name_;  // Lower case.
  JsonDocument document_;
  // Which member each field is; 0, the document itself, is none.
  std::vector<uint32_t> members_;
  JsonValueWriter values_;
  std::string name_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_JSON_FIELDS_H_
