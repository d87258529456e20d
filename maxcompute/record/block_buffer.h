#ifndef SLUICE_MAXCOMPUTE_RECORD_BLOCK_BUFFER_H_
#define SLUICE_MAXCOMPUTE_RECORD_BLOCK_BUFFER_H_

#include <cstddef>
#include <cstdlib>
#include <memory>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// Growing memory for the bytes of a block. Unlike std::string it does not fill what it reserves.
// Movable; one thread at a time.
class BlockBuffer {
 public:
  BlockBuffer() = default;
  explicit BlockBuffer(size_t capacity) { Reserve(capacity); }
  BlockBuffer(BlockBuffer&& other) noexcept;
  BlockBuffer& operator=(BlockBuffer&& other) noexcept;

  absl::string_view view() const { return {data_.get(), size_}; }
  char* data() { return data_.get(); }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }

  // Makes room for `bytes` more and returns where they go; Advance tells how many were written.
  char* Prepare(size_t bytes) {
    if (capacity_ - size_ < bytes) [[unlikely]]
      Grow(bytes);
    return data_.get() + size_;
  }
  void Advance(size_t bytes) { size_ += bytes; }

  void Append(absl::string_view bytes);
  void Truncate(size_t size) { size_ = size; }
  // Keeps the memory.
  void Clear() { size_ = 0; }
  void Reserve(size_t capacity);

 private:
  struct Free {
    void operator()(char* data) const { std::free(data); }
  };

  void Grow(size_t bytes);

  std::unique_ptr<char, Free> data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_BLOCK_BUFFER_H_
