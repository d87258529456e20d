#include "emulator/arrow/arrow_batch.h"

#include <memory>
#include <utility>

namespace sluice::emulator {
namespace {

const Value kNull;

template <typename T>
void Append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <typename T>
T As(const Value& value) {
  const T* found = std::get_if<T>(&value);
  return found == nullptr ? T() : *found;
}

// One bit a value, the lowest first.
template <typename Predicate>
std::string Bits(const ArrowBatch::Values& values, Predicate is_set) {
  std::string bits((values.size() + 7) / 8, '\0');
  for (size_t i = 0; i < values.size(); ++i) {
    if (is_set(*values[i])) bits[i / 8] = static_cast<char>(bits[i / 8] | (1 << (i % 8)));
  }
  return bits;
}

// The number without its point, at exactly `scale` digits after it.
__int128 Unscaled(const std::string& text, int scale) {
  __int128 number = 0;
  int after = -1;  // Digits after the point, once it has come.
  for (char c : text) {
    if (c == '.') {
      after = 0;
    } else if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      if (after >= 0) ++after;
    }
  }
  for (int i = after < 0 ? 0 : after; i < scale; ++i) number *= 10;
  return text[0] == '-' ? -number : number;
}

void AppendFlat(const Value& value, const Type& type, std::string& out) {
  switch (type.kind) {
    case Kind::kTinyint:
      return Append(out, static_cast<int8_t>(As<int64_t>(value)));
    case Kind::kSmallint:
      return Append(out, static_cast<int16_t>(As<int64_t>(value)));
    case Kind::kInt:
    case Kind::kDate:
      return Append(out, static_cast<int32_t>(As<int64_t>(value)));
    case Kind::kFloat:
      return Append(out, static_cast<float>(As<double>(value)));
    case Kind::kDouble:
      return Append(out, As<double>(value));
    case Kind::kDecimal:
      return Append(
          out, IsNull(value) ? __int128{0} : Unscaled(std::get<Decimal>(value).text, type.scale));
    default:
      return Append(out, As<int64_t>(value));
  }
}

const Nested* NestedOf(const Value& value) {
  const auto* nested = std::get_if<std::shared_ptr<const Nested>>(&value);
  return nested == nullptr ? nullptr : nested->get();
}

}  // namespace

void ArrowBatch::AddBuffer(const std::string& bytes) {
  Append(buffers_, static_cast<int64_t>(body_.size()));
  Append(buffers_, static_cast<int64_t>(bytes.size()));
  ++buffer_count_;
  body_ += bytes;
  body_.resize((body_.size() + 7) / 8 * 8);
}

void ArrowBatch::AddValidity(const Values& values) {
  int64_t nulls = 0;
  for (const Value* value : values) nulls += IsNull(*value) ? 1 : 0;
  Append(nodes_, static_cast<int64_t>(values.size()));
  Append(nodes_, nulls);
  ++node_count_;
  AddBuffer(Bits(values, [](const Value& value) { return !IsNull(value); }));
}

void ArrowBatch::AddColumn(const Type& type, const Values& values) {
  switch (type.kind) {
    case Kind::kTimestamp:
    case Kind::kTimestampNtz:
    case Kind::kIntervalDayTime:
      return AddMoments(values);
    case Kind::kArray:
    case Kind::kMap:
    case Kind::kStruct:
      return AddNested(type, values);
    case Kind::kString:
    case Kind::kVarchar:
    case Kind::kChar:
    case Kind::kJson:
    case Kind::kBinary:
      return AddTexts(values);
    default:
      return AddFlat(type, values);
  }
}

void ArrowBatch::AddFlat(const Type& type, const Values& values) {
  AddValidity(values);
  if (type.kind == Kind::kBoolean) {
    return AddBuffer(Bits(values, [](const Value& value) { return As<bool>(value); }));
  }
  std::string bytes;
  for (const Value* value : values) AppendFlat(*value, type, bytes);
  AddBuffer(bytes);
}

void ArrowBatch::AddTexts(const Values& values) {
  AddValidity(values);
  std::string offsets;
  std::string bytes;
  Append(offsets, int32_t{0});
  for (const Value* value : values) {
    bytes += As<std::string>(*value);
    Append(offsets, static_cast<int32_t>(bytes.size()));
  }
  AddBuffer(offsets);
  AddBuffer(bytes);
}

void ArrowBatch::AddMoments(const Values& values) {
  AddValidity(values);
  std::vector<Value> seconds(values.size());
  std::vector<Value> nanos(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    if (IsNull(*values[i])) continue;
    const Moment moment = As<Moment>(*values[i]);
    seconds[i] = moment.seconds;
    nanos[i] = int64_t{moment.nanos};
  }
  auto all = [](const std::vector<Value>& of) {
    Values pointers;
    for (const Value& value : of) pointers.push_back(&value);
    return pointers;
  };
  AddFlat({.kind = Kind::kBigint}, all(seconds));
  AddFlat({.kind = Kind::kInt}, all(nanos));
}

void ArrowBatch::AddNested(const Type& type, const Values& values) {
  AddValidity(values);
  if (type.kind == Kind::kStruct) {
    for (size_t i = 0; i < type.parts.size(); ++i) {
      Values field;
      for (const Value* value : values) {
        const Nested* nested = NestedOf(*value);
        field.push_back(nested == nullptr ? &kNull : &nested->items[i]);
      }
      AddColumn(type.parts[i], field);
    }
    return;
  }
  std::string offsets;
  Values items;
  Values map_values;
  Append(offsets, int32_t{0});
  for (const Value* value : values) {
    if (const Nested* nested = NestedOf(*value)) {
      for (const Value& item : nested->items) items.push_back(&item);
      for (const Value& one : nested->values) map_values.push_back(&one);
    }
    Append(offsets, static_cast<int32_t>(items.size()));
  }
  AddBuffer(offsets);
  if (type.kind == Kind::kMap) {
    AddValidity(items);  // Of the entries: a key is never NULL, so these bits are theirs as well.
    AddColumn(type.parts[0], items);
    return AddColumn(type.parts[1], map_values);
  }
  AddColumn(type.parts[0], items);
}

FlatNode ArrowBatch::Header(size_t rows) const {
  return FlatNode::Table()
      .Number(0, static_cast<int64_t>(rows), 8)
      .Child(1, FlatNode::Structs(nodes_, node_count_))
      .Child(2, FlatNode::Structs(buffers_, buffer_count_));
}

}  // namespace sluice::emulator
