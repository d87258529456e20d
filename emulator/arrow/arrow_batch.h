#ifndef SLUICE_EMULATOR_ARROW_ARROW_BATCH_H_
#define SLUICE_EMULATOR_ARROW_ARROW_BATCH_H_

#include <cstdint>
#include <string>
#include <vector>

#include "emulator/arrow/flat_node.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// The columns of a record batch: their buffers, one after the other, and what says where each is.
class ArrowBatch {
 public:
  using Values = std::vector<const Value*>;

  // Of the schema's next column.
  void AddColumn(const Type& type, const Values& values);

  // Arrow's RecordBatch table.
  FlatNode Header(size_t rows) const;

  const std::string& body() const { return body_; }

 private:
  // A node, and the bits that say which values are there.
  void AddValidity(const Values& values);
  void AddBuffer(const std::string& bytes);
  void AddFlat(const Type& type, const Values& values);
  void AddTexts(const Values& values);
  void AddMoments(const Values& values);
  void AddNested(const Type& type, const Values& values);

  std::string body_;
  std::string nodes_;
  uint32_t node_count_ = 0;
  std::string buffers_;
  uint32_t buffer_count_ = 0;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ARROW_ARROW_BATCH_H_
