#include "emulator/record/record_encoder.h"

#include <memory>

#include "emulator/record/wire.h"

namespace sluice::emulator {
namespace {

WireType WireTypeOf(const Value& value, Kind kind) {
  if (std::holds_alternative<bool>(value) || std::holds_alternative<int64_t>(value)) return kVarint;
  if (std::holds_alternative<double>(value)) return kind == Kind::kFloat ? kFixed32 : kFixed64;
  return kBytes;
}

template <typename T>
void AppendFixed(T value, std::string& out) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

void RecordEncoder::Append(const Row& row, std::string& out) {
  record_crc_ = Crc32c();
  for (size_t i = 0; i < row.size(); ++i) {
    if (IsNull(row[i])) continue;
    const auto field = static_cast<uint32_t>(i + 1);
    AppendTag(field, WireTypeOf(row[i], columns_[i].type.kind), out);
    record_crc_.UpdateInt32(static_cast<int32_t>(field));
    AppendValue(row[i], columns_[i].type, out);
  }
  const uint32_t crc = record_crc_.value();
  AppendTag(kEndRecord, kVarint, out);
  AppendVarint(crc, out);
  stream_crc_.Update(&crc, sizeof crc);
  ++count_;
}

void RecordEncoder::Finish(std::string& out) {
  AppendTag(kMetaCount, kVarint, out);
  AppendVarint(ZigZag(count_), out);
  AppendTag(kMetaChecksum, kVarint, out);
  AppendVarint(stream_crc_.value(), out);
}

void RecordEncoder::AppendValue(const Value& value, const Type& type, std::string& out) {
  auto text = [&](const std::string& bytes) {
    AppendVarint(bytes.size(), out);
    out.append(bytes);
    record_crc_.Update(bytes);
  };
  if (const auto* x = std::get_if<bool>(&value)) {
    const char byte = *x ? 1 : 0;
    out.push_back(byte);
    record_crc_.Update(&byte, 1);
  } else if (const auto* x = std::get_if<int64_t>(&value)) {
    AppendVarint(ZigZag(*x), out);
    record_crc_.UpdateInt64(*x);
  } else if (const auto* x = std::get_if<double>(&value)) {
    const auto narrow = static_cast<float>(*x);
    if (type.kind == Kind::kFloat) {
      AppendFixed(narrow, out);
      record_crc_.Update(&narrow, sizeof narrow);
    } else {
      AppendFixed(*x, out);
      record_crc_.Update(x, sizeof *x);
    }
  } else if (const auto* x = std::get_if<std::string>(&value)) {
    text(*x);
  } else if (const auto* x = std::get_if<Decimal>(&value)) {
    text(x->text);
  } else if (const auto* x = std::get_if<Moment>(&value)) {
    AppendVarint(ZigZag(x->seconds), out);
    AppendVarint(ZigZag(x->nanos), out);
    record_crc_.UpdateInt64(x->seconds);
    record_crc_.UpdateInt32(x->nanos);
  } else if (const auto* x = std::get_if<std::shared_ptr<const Nested>>(&value)) {
    AppendNested(**x, type, out);
  }
}

void RecordEncoder::AppendItem(const Value& value, const Type& type, std::string& out) {
  out.push_back(IsNull(value) ? 1 : 0);
  if (!IsNull(value)) AppendValue(value, type, out);
}

void RecordEncoder::AppendNested(const Nested& nested, const Type& type, std::string& out) {
  if (type.kind == Kind::kStruct) {
    for (size_t i = 0; i < nested.items.size(); ++i)
      AppendItem(nested.items[i], type.parts[i], out);
    return;
  }
  AppendVarint(nested.items.size(), out);
  for (const Value& item : nested.items) AppendItem(item, type.parts[0], out);
  if (type.kind != Kind::kMap) return;
  AppendVarint(nested.values.size(), out);
  for (const Value& value : nested.values) AppendItem(value, type.parts[1], out);
}

}  // namespace sluice::emulator
