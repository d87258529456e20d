#ifndef SLUICE_CONVERSION_CELL_H_
#define SLUICE_CONVERSION_CELL_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::conversion {

// Where a value goes: into a column of the row that is being written, or as the next element of the
// nested value in it. Borrows the encoder.
class Cell {
 public:
  static Cell Column(maxcompute::RecordEncoder& row, int position) { return Cell(row, position); }
  static Cell Element(maxcompute::RecordEncoder& row) { return Cell(row, kElement); }
  // An element within the same row.
  Cell Within() const { return Cell(row_, kElement); }

  void Bigint(int64_t value) const {
    is_element() ? row_.AddBigint(value) : row_.PutBigint(position_, value);
  }
  void Boolean(bool value) const {
    is_element() ? row_.AddBoolean(value) : row_.PutBoolean(position_, value);
  }
  void Double(double value) const {
    is_element() ? row_.AddDouble(value) : row_.PutDouble(position_, value);
  }
  void Float(float value) const {
    is_element() ? row_.AddFloat(value) : row_.PutFloat(position_, value);
  }
  void String(absl::string_view value) const {
    is_element() ? row_.AddString(value) : row_.PutString(position_, value);
  }
  // As String, of a column only; whether the value is ASCII.
  bool Text(absl::string_view value) const { return row_.PutText(position_, value); }
  void Timestamp(int64_t seconds, int32_t nanos) const {
    is_element() ? row_.AddTimestamp(seconds, nanos) : row_.PutTimestamp(position_, seconds, nanos);
  }
  void Nested() const { is_element() ? row_.AddNested() : row_.PutNested(position_); }
  void Count(size_t count) const { row_.AddCount(count); }
  // A column is NULL when nothing is written.
  void Null() const {
    if (is_element()) row_.AddNull();
  }

  // Of the row so far.
  int64_t row_bytes() const { return row_.record_bytes(); }

 private:
  static constexpr int kElement = -1;

  Cell(maxcompute::RecordEncoder& row, int position) : row_(row), position_(position) {}

  bool is_element() const { return position_ == kElement; }

  maxcompute::RecordEncoder& row_;
  const int position_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_CELL_H_
