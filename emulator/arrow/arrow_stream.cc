#include "emulator/arrow/arrow_stream.h"

#include <utility>

#include "emulator/arrow/arrow_batch.h"
#include "emulator/arrow/arrow_schema.h"
#include "emulator/arrow/flat_node.h"

namespace sluice::emulator {
namespace {

constexpr int16_t kMetadataVersion5 = 4;
constexpr int kHeaderSchema = 1;
constexpr int kHeaderRecordBatch = 3;
constexpr uint32_t kContinuation = 0xFFFFFFFF;

void AppendNumber(std::string& out, uint32_t number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// A message: its description in a FlatBuffer, then its body.
void AppendMessage(int header_type, FlatNode header, const std::string& body, std::string& out) {
  const std::string metadata = FlatNode::Table()
                                   .Number(3, static_cast<int64_t>(body.size()), 8)  // bodyLength
                                   .Child(2, std::move(header))                      // header
                                   .Number(0, kMetadataVersion5, 2)                  // version
                                   .Number(1, header_type, 1)                        // header_type
                                   .Write();
  AppendNumber(out, kContinuation);
  AppendNumber(out, static_cast<uint32_t>(metadata.size()));
  out.append(metadata).append(body);
}

}  // namespace

std::string ArrowStream(const Columns& columns, const std::vector<Row>& rows) {
  std::string out;
  AppendMessage(kHeaderSchema, ArrowSchema(columns), "", out);
  ArrowBatch batch;
  for (size_t i = 0; i < columns.size(); ++i) {
    std::vector<const Value*> values;
    for (const Row& row : rows) values.push_back(&row[i]);
    batch.AddColumn(columns[i].type, values);
  }
  AppendMessage(kHeaderRecordBatch, batch.Header(rows.size()), batch.body(), out);
  AppendNumber(out, kContinuation);
  AppendNumber(out, 0);
  return out;
}

}  // namespace sluice::emulator
