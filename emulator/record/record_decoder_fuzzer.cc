// Any bytes as a record stream of some table: it is refused, or its rows are written again and read
// back the same. The first byte chooses the table.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/check.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/record_encoder.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {
namespace {

std::vector<Columns> MakeTables() {
  const std::vector<std::vector<const char*>> tables = {
      {"string", "bigint", "bigint", "string", "string"},
      {"tinyint", "smallint", "int", "float", "double", "boolean", "binary"},
      {"varchar(10)", "char(3)", "json", "decimal(10,2)", "decimal(38,18)"},
      {"date", "datetime", "timestamp", "timestamp_ntz", "interval_year_month",
       "interval_day_time"},
      {"array<bigint>", "map<string,bigint>", "struct<a:bigint,b:string>"},
      {"array<array<timestamp>>", "map<string,array<struct<a:decimal(4,1),b:map<date,boolean>>>>"},
      {"bigint", "string", "bigint", "bigint", "tinyint", "array<bigint>", "array<bigint>"},
  };
  std::vector<Columns> made;
  for (const std::vector<const char*>& types : tables) {
    Columns columns;
    for (const char* type : types) {
      columns.push_back({.name = "c" + std::to_string(columns.size()), .type = *ParseType(type)});
    }
    made.push_back(std::move(columns));
  }
  return made;
}

// The rows of a sound stream; false when it is refused, which has to say why.
bool Decode(const Columns& columns, absl::string_view bytes, bool wanted, std::vector<Row>& rows) {
  RecordDecoder decoder(columns, bytes);
  decoder.Want(std::vector<bool>(columns.size(), wanted));
  Row row;
  while (true) {
    absl::StatusOr<bool> more = decoder.Next(row);
    if (!more.ok()) {
      SLUICE_CHECK(!more.status().message().empty()) << more.status();
      return false;
    }
    if (!*more) return true;
    rows.push_back(row);
  }
}

void Try(const Columns& columns, absl::string_view bytes) {
  std::vector<Row> rows;
  std::vector<Row> skipped;
  const bool is_sound = Decode(columns, bytes, true, rows);
  // What is not wanted is checked all the same, but for the form of a DECIMAL.
  SLUICE_CHECK(Decode(columns, bytes, false, skipped) || !is_sound) << "refused when not wanted";
  if (!is_sound) return;

  RecordEncoder encoder(columns);
  std::string again;
  for (const Row& row : rows) encoder.Append(row, again);
  encoder.Finish(again);
  std::vector<Row> read;
  SLUICE_CHECK(Decode(columns, again, true, read)) << "cannot read what it wrote";
  SLUICE_CHECK(read.size() == rows.size() && skipped.size() == rows.size()) << rows.size();
  for (size_t i = 0; i < rows.size(); ++i) {
    for (size_t column = 0; column < columns.size(); ++column) {
      SLUICE_CHECK(Compare(rows[i][column], read[i][column]) == 0) << "row " << i << " differs";
    }
  }
}

}  // namespace
}  // namespace sluice::emulator

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const kTables =
      new std::vector<sluice::emulator::Columns>(sluice::emulator::MakeTables());
  if (size == 0) return 0;
  const sluice::emulator::Columns& columns = (*kTables)[data[0] % kTables->size()];
  sluice::emulator::Try(columns, {reinterpret_cast<const char*>(data) + 1, size - 1});
  return 0;
}
