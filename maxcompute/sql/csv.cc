#include "maxcompute/sql/csv.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/status_macros.h"

namespace sluice::maxcompute {
namespace {

class CsvReader {
 public:
  explicit CsvReader(absl::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }

  absl::StatusOr<std::vector<std::string>> ReadLine() {
    std::vector<std::string> fields;
    for (;;) {
      SLUICE_ASSIGN_OR_RETURN(std::string field, ReadField());
      fields.push_back(std::move(field));
      if (Take(',')) continue;
      Take('\r');
      if (!Take('\n') && !rest_.empty()) {
        return absl::InvalidArgumentError("CSV goes on after a closing quote");
      }
      return fields;
    }
  }

 private:
  absl::StatusOr<std::string> ReadField() {
    if (!Take('"')) {
      const absl::string_view plain = rest_.substr(0, rest_.find_first_of(",\r\n"));
      rest_.remove_prefix(plain.size());
      return std::string(plain);
    }
    std::string field;
    for (;;) {
      const size_t quote = rest_.find('"');
      if (quote == absl::string_view::npos) {
        return absl::InvalidArgumentError("CSV ends within quotes");
      }
      field.append(rest_.data(), quote);
      rest_.remove_prefix(quote + 1);
      if (!Take('"')) return field;
      field.push_back('"');
    }
  }

  bool Take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  absl::string_view rest_;
};

}  // namespace

absl::StatusOr<SqlRows> ParseCsv(absl::string_view text) {
  CsvReader reader(text);
  SqlRows result;
  if (reader.AtEnd()) return result;
  SLUICE_ASSIGN_OR_RETURN(result.columns, reader.ReadLine());
  while (!reader.AtEnd()) {
    SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> fields, reader.ReadLine());
    if (fields.size() != result.columns.size()) {
      return absl::InvalidArgumentError(absl::StrCat("CSV row ", result.rows.size() + 1, " has ",
                                                     fields.size(), " fields instead of ",
                                                     result.columns.size()));
    }
    std::vector<std::optional<std::string>> row;
    for (std::string& field : fields) {
      if (field == "\\N") {
        row.push_back(std::nullopt);
      } else {
        row.push_back(std::move(field));
      }
    }
    result.rows.push_back(std::move(row));
  }
  return result;
}

}  // namespace sluice::maxcompute
