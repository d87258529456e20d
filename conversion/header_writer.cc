#include "conversion/header_writer.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "conversion/json_text.h"
#include "conversion/utf8.h"

namespace sluice::conversion {
namespace {

void AppendMember(absl::string_view name, absl::string_view bytes, std::string& json) {
  const bool is_text = IsUtf8(bytes);
  absl::StrAppend(&json, "\"", name, is_text ? "\":" : "_base64\":");
  if (is_text) {
    AppendJsonString(bytes, json);
  } else {
    absl::StrAppend(&json, "\"", absl::Base64Escape(bytes), "\"");
  }
}

std::string Marked(absl::string_view bytes) {
  return IsUtf8(bytes) ? std::string(bytes) : absl::StrCat("base64:", absl::Base64Escape(bytes));
}

}  // namespace

std::optional<Misfit> HeaderWriter::Write(const maxcompute::ColumnType& type,
                                          const RecordHeaders* headers, const ScalarWriter& scalars,
                                          const Cell& cell) {
  headers_.clear();
  if (headers != nullptr) headers->Read(headers_);
  if (type.kind == maxcompute::TypeKind::kMap) return WriteMap(scalars, cell);
  json_.clear();
  AppendJson();
  if (std::optional<Misfit> misfit = scalars.CheckSize(static_cast<int64_t>(json_.size())))
    return misfit;
  cell.String(json_);
  return std::nullopt;
}

void HeaderWriter::AppendJson() {
  json_ += '[';
  for (size_t i = 0; i < headers_.size(); ++i) {
    json_ += i > 0 ? ",{" : "{";
    AppendMember("key", headers_[i].key, json_);
    json_ += ',';
    if (headers_[i].value.has_value()) {
      AppendMember("value", *headers_[i].value, json_);
    } else {
      json_ += "\"value\":null";
    }
    json_ += '}';
  }
  json_ += ']';
}

std::optional<Misfit> HeaderWriter::WriteMap(const ScalarWriter& scalars, const Cell& cell) const {
  std::vector<const RecordHeader*> last;  // By the first appearance of their names.
  absl::flat_hash_map<absl::string_view, size_t> known;
  for (const RecordHeader& header : headers_) {
    const auto [found, is_new] = known.try_emplace(header.key, last.size());
    if (is_new) {
      last.push_back(&header);
    } else {
      last[found->second] = &header;
    }
  }
  const int64_t before = cell.row_bytes();
  cell.Nested();
  cell.Count(last.size());
  for (const RecordHeader* header : last) cell.Within().String(Marked(header->key));
  cell.Count(last.size());
  for (const RecordHeader* header : last) {
    if (header->value.has_value()) {
      cell.Within().String(Marked(*header->value));
    } else {
      cell.Within().Null();
    }
  }
  return scalars.CheckSize(cell.row_bytes() - before);
}

}  // namespace sluice::conversion
