#include "conversion/row_converter.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "conversion/utf8.h"

namespace sluice::conversion {

RowConverter::RowConverter(const ColumnPlan& plan, int64_t field_bytes_max)
    : field_bytes_max_(field_bytes_max),
      steps_{{plan.topic, Source::kTopic},
             {plan.partition, Source::kPartition},
             {plan.offset, Source::kOffset},
             {plan.key, Source::kKey},
             {plan.value, Source::kValue}} {
  std::sort(std::begin(steps_), std::end(steps_),
            [](const Step& a, const Step& b) { return a.column < b.column; });
}

std::optional<Rejection> RowConverter::Check(const SourceRecord& record) const {
  const struct {
    const std::optional<absl::string_view>& text;
    const char* name;
    Stage stage;
  } parts[] = {{record.key, "key", Stage::kKeyConverter},
               {record.value, "value", Stage::kValueConverter}};
  for (const auto& part : parts) {
    if (!part.text.has_value()) continue;
    if (!IsUtf8(*part.text)) {
      return Rejection{.stage = part.stage,
                       .reason = "NOT_UTF8",
                       .column = part.name,
                       .message = absl::StrCat("the ", part.name, " is not valid UTF-8")};
    }
    if (static_cast<int64_t>(part.text->size()) > field_bytes_max_) {
      return Rejection{.stage = Stage::kTaskPut,
                       .reason = "FIELD_TOO_LARGE",
                       .column = part.name,
                       .message = absl::StrCat("the ", part.name, " has ", part.text->size(),
                                               " bytes, and a field takes ", field_bytes_max_)};
    }
  }
  return std::nullopt;
}

std::optional<Rejection> RowConverter::AppendTo(const SourceRecord& record,
                                                maxcompute::RecordEncoder& block) const {
  if (std::optional<Rejection> rejection = Check(record)) return rejection;
  block.Begin();
  for (const Step& step : steps_) {
    switch (step.source) {
      case Source::kTopic:
        block.PutString(step.column, record.topic);
        break;
      case Source::kPartition:
        block.PutBigint(step.column, record.partition);
        break;
      case Source::kOffset:
        block.PutBigint(step.column, record.offset);
        break;
      case Source::kKey:
        if (record.key.has_value()) block.PutString(step.column, *record.key);
        break;
      case Source::kValue:
        if (record.value.has_value()) block.PutString(step.column, *record.value);
        break;
    }
  }
  block.End();
  return std::nullopt;
}

}  // namespace sluice::conversion
