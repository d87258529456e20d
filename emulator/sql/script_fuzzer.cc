// Any text as a statement: it is refused with a place and a reason, or it is understood. What a
// SELECT says is also planned, against a table with a column of each kind.

#include <cstddef>
#include <cstdint>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "emulator/error/service_error.h"
#include "emulator/sql/insert_values.h"
#include "emulator/sql/parser.h"
#include "emulator/sql/select_plan.h"

namespace {

using sluice::emulator::Columns;

const Columns& Source() {
  static const Columns& columns = *new Columns([] {
    Columns made;
    for (const char* type : {"bigint", "string", "decimal(5,2)", "datetime", "date", "boolean",
                             "double", "array<bigint>", "map<string,string>",
                             "struct<a:bigint,b:json>", "timestamp", "binary"}) {
      made.push_back({.name = std::string(1, static_cast<char>('a' + made.size())),
                      .type = *sluice::emulator::ParseType(type)});
    }
    return made;
  }());
  return columns;
}

void TryValues(const sluice::emulator::Insert& insert) {
  for (const auto& row : insert.rows) {
    for (size_t i = 0; i < row.size() && i < Source().size(); ++i) {
      absl::StatusOr<sluice::emulator::Value> value =
          sluice::emulator::InsertedValue(row[i], Source()[i].type, absl::UTCTimeZone());
      if (value.ok()) ToText(*value, Source()[i].type, absl::UTCTimeZone());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  absl::StatusOr<sluice::emulator::Script> script =
      sluice::emulator::ParseScript({reinterpret_cast<const char*>(data), size});
  if (!script.ok()) {
    SLUICE_CHECK(absl::StartsWith(sluice::emulator::CodeOf(script.status()), "ODPS-01"))
        << script.status();
    return 0;
  }
  if (const auto* select = std::get_if<sluice::emulator::Select>(&script->statement)) {
    sluice::emulator::PlanSelect(*select, Source(), absl::UTCTimeZone()).status().IgnoreError();
  }
  if (const auto* insert = std::get_if<sluice::emulator::Insert>(&script->statement)) {
    TryValues(*insert);
  }
  return 0;
}
