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
  char* const grown = static_cast<char*>(std::realloc(data_.get(), capacity));
  if (grown == nullptr) throw std::bad_alloc();
  (void)data_.release();
  data_.reset(grown);
  capacity_ = capacity;
}

void BlockBuffer::Grow(size_t bytes) {
  constexpr size_t kFirst = 4096;
  Reserve(std::max({kFirst, capacity_ + capacity_ / 2, size_ + bytes}));
}

}  // namespace sluice::maxcompute
