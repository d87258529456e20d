#include "maxcompute/record/block_buffer.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

BlockBuffer::BlockBuffer(BlockBuffer&& other) noexcept
    : data_(std::move(other.data_)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

BlockBuffer& BlockBuffer::operator=(BlockBuffer&& other) noexcept {
  data_ = std::move(other.data_);
  size_ = std::exchange(other.size_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void BlockBuffer::Append(absl::string_view bytes) {
  if (bytes.empty()) return;
  std::memcpy(Prepare(bytes.size()), bytes.data(), bytes.size());
  size_ += bytes.size();
}

void BlockBuffer::Reserve(size_t capacity) {
  if (capacity <= capacity_) return;
  // Not realloc: it copies, and so makes real, also what was never written.
  std::unique_ptr<char, Free> grown(static_cast<char*>(std::malloc(capacity)));
  if (grown == nullptr) throw std::bad_alloc();
  if (size_ > 0) std::memcpy(grown.get(), data_.get(), size_);
  data_ = std::move(grown);
  capacity_ = capacity;
}

void BlockBuffer::Grow(size_t bytes) {
  constexpr size_t kFirst = 4096;
  Reserve(std::max({kFirst, capacity_ + capacity_ / 2, size_ + bytes}));
}

}  // namespace sluice::maxcompute
