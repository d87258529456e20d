#include "cli/output/preview_text.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/output/cell_text.h"
#include "cli/output/table.h"

namespace sluice::cli {
namespace {

// Where a record is; the table's own columns may have these names too, so it is one cell.
std::string PositionOf(const v1::PreviewedRecord& record) {
  return absl::StrCat(record.partition(), ":", record.offset());
}

std::string RowsText(const v1::PreviewRecordsResponse& response) {
  std::vector<std::string> header = {"RECORD", "TABLE PARTITION"};
  header.insert(header.end(), response.columns().begin(), response.columns().end());
  Table table(header);
  for (const v1::PreviewedRecord& record : response.records()) {
    if (record.has_rejection()) continue;
    std::vector<std::string> cells = {PositionOf(record), record.table_partition()};
    for (const google::protobuf::Value& value : record.row().values()) {
      cells.push_back(CellText(value));
    }
    cells.resize(header.size());
    table.Add(std::move(cells));
  }
  return table.empty() ? "" : table.Text();
}

std::string RejectionsText(const v1::PreviewRecordsResponse& response) {
  std::string text;
  int count = 0;
  for (const v1::PreviewedRecord& record : response.records()) {
    if (!record.has_rejection()) continue;
    const v1::RecordRejection& rejection = record.rejection();
    ++count;
    absl::StrAppend(&text, "  ", PositionOf(record), ": ", rejection.reason(), " (",
                    rejection.stage());
    if (!rejection.column().empty()) {
      absl::StrAppend(&text, ", column ", Printable(rejection.column()));
    }
    absl::StrAppend(&text, ")\n    ", PrintableLines(rejection.message(), "    "), "\n");
  }
  if (count == 0) return "";
  return absl::StrCat(count, " of ", response.records_size(),
                      count == 1 ? " records is no row:\n" : " records are no rows:\n", text);
}

}  // namespace

std::string PreviewText(const v1::PreviewRecordsResponse& response) {
  const std::string rows = RowsText(response);
  const std::string rejections = RejectionsText(response);
  return absl::StrCat(rows, rows.empty() || rejections.empty() ? "" : "\n", rejections);
}

}  // namespace sluice::cli
