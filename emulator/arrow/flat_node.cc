#include "emulator/arrow/flat_node.h"

#include <algorithm>
#include <cstring>

namespace sluice::emulator {
namespace {

// Pads until the next byte is `beyond` bytes after a multiple of `alignment`.
void Align(std::string& out, size_t alignment, size_t beyond = 0) {
  while (out.size() % alignment != beyond) out.push_back('\0');
}

template <typename T>
void Put(std::string& out, size_t at, T value) {
  std::memcpy(out.data() + at, &value, sizeof value);
}

template <typename T>
void Append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// An offset is unsigned and counts from where it stands: what it points to comes later.
void PointTo(std::string& out, size_t from, size_t to) {
  Put<uint32_t>(out, from, static_cast<uint32_t>(to - from));
}

}  // namespace

FlatNode FlatNode::Text(std::string text) {
  FlatNode node(Kind::kText);
  node.bytes_ = std::move(text);
  return node;
}

FlatNode FlatNode::List(std::vector<FlatNode> items) {
  FlatNode node(Kind::kList);
  node.children_ = std::move(items);
  return node;
}

FlatNode FlatNode::Structs(std::string bytes, uint32_t count) {
  FlatNode node(Kind::kStructs);
  node.bytes_ = std::move(bytes);
  node.count_ = count;
  return node;
}

FlatNode&& FlatNode::Number(int place, int64_t value, int size) && {
  fields_.push_back({.place = place, .number = value, .size = size});
  return std::move(*this);
}

FlatNode&& FlatNode::Child(int place, FlatNode child) && {
  fields_.push_back({.place = place, .child = children_.size()});
  children_.push_back(std::move(child));
  return std::move(*this);
}

std::string FlatNode::Write() const {
  std::string out(4, '\0');
  PointTo(out, 0, AppendTo(out));
  Align(out, 8);
  return out;
}

size_t FlatNode::AppendTo(std::string& out) const {
  if (kind_ == Kind::kTable) return AppendTable(out);
  Align(out, kind_ == Kind::kStructs ? 8 : 4, kind_ == Kind::kStructs ? 4 : 0);
  const size_t begin = out.size();
  if (kind_ == Kind::kText) {
    Append(out, static_cast<uint32_t>(bytes_.size()));
    out.append(bytes_).push_back('\0');
  } else if (kind_ == Kind::kStructs) {
    Append(out, count_);
    out.append(bytes_);
  } else {
    Append(out, static_cast<uint32_t>(children_.size()));
    out.append(4 * children_.size(), '\0');
    for (size_t i = 0; i < children_.size(); ++i) {
      PointTo(out, begin + 4 + 4 * i, children_[i].AppendTo(out));
    }
  }
  return begin;
}

// The list of where each field lies comes first; the table says how far before it that is.
size_t FlatNode::AppendTable(std::string& out) const {
  int places = 0;
  for (const Field& field : fields_) places = std::max(places, field.place + 1);
  std::vector<uint16_t> offsets(places);
  uint16_t size = 4;
  for (const Field& field : fields_) {
    const int bytes = field.size == 0 ? 4 : field.size;
    size = static_cast<uint16_t>((size + bytes - 1) / bytes * bytes);
    offsets[field.place] = size;
    size = static_cast<uint16_t>(size + bytes);
  }
  Align(out, 2);
  const size_t list = out.size();
  Append(out, static_cast<uint16_t>(4 + 2 * places));
  Append(out, size);
  for (uint16_t offset : offsets) Append(out, offset);
  Align(out, 8);
  const size_t begin = out.size();
  out.append(size, '\0');
  Put<int32_t>(out, begin, static_cast<int32_t>(begin - list));
  for (const Field& field : fields_) {
    const size_t at = begin + offsets[field.place];
    if (field.size == 0) {
      PointTo(out, at, children_[field.child].AppendTo(out));
    } else {
      std::memcpy(out.data() + at, &field.number, field.size);
    }
  }
  return begin;
}

}  // namespace sluice::emulator
