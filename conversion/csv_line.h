#ifndef SLUICE_CONVERSION_CSV_LINE_H_
#define SLUICE_CONVERSION_CSV_LINE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conversion/misfit.h"

namespace sluice::conversion {

// One field as it was read.
struct CsvField {
  absl::string_view text;  // Without its quotes, doubled ones made single.
  bool quoted = false;
};

// Takes one line of comma separated fields apart, to the letter of RFC 4180: fields may stand in
// quotes, and only within them are commas, line breaks and (doubled) quotes part of a field. Blanks
// are. One line break may end the line, CR LF or LF alone. Any other character is a field's, also
// beyond ASCII.
//
// Parse may be called again and again; memory is kept for the next line, within a bound. One thread
// at a time.
class CsvLine {
 public:
  // CSV_SYNTAX: unreadable. Fields beyond `fields_max` are read and counted, not kept. Fields are
  // valid as long as `line`, until the next call.
  std::optional<Misfit> Parse(absl::string_view line, size_t fields_max);

  const std::vector<CsvField>& fields() const { return fields_; }
  size_t field_count() const { return field_count_; }

 private:
  // Each reads one field from `rest_` and leaves what follows it there.
  std::optional<Misfit> ReadPlain();
  std::optional<Misfit> ReadQuoted();
  void Keep(absl::string_view text, bool quoted);
  Misfit Wrong(const char* what) const;

  absl::string_view line_;
  absl::string_view rest_;
  size_t fields_max_ = 0;
  std::vector<CsvField> fields_;
  size_t field_count_ = 0;
  std::string unescaped_;  // Of fields with doubled quotes.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_CSV_LINE_H_
