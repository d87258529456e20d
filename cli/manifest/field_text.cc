#include "cli/manifest/field_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "base/check.h"
#include "base/status/status_macros.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Expected(absl::string_view what, absl::string_view found) {
  return absl::InvalidArgumentError(absl::StrCat(
      "expected ", what, ", found '", absl::Utf8SafeCHexEscape(found.substr(0, 64)), "'"));
}

absl::Status SetEnum(Message& message, const FieldDescriptor& field, absl::string_view text) {
  const std::string name = absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}}));
  const EnumDescriptor& type = *field.enum_type();
  const EnumValueDescriptor* value = type.FindValueByName(name);
  if (value == nullptr || value->number() == 0) {
    std::vector<std::string> names;
    for (int i = 0; i < type.value_count(); ++i) {
      if (type.value(i)->number() != 0) names.push_back(type.value(i)->name());
    }
    return Expected(absl::StrCat("one of ", absl::StrJoin(names, ", ")), text);
  }
  const auto* reflection = message.GetReflection();
  if (field.is_repeated()) {
    reflection->AddEnum(&message, &field, value);
  } else {
    reflection->SetEnum(&message, &field, value);
  }
  return absl::OkStatus();
}

template <typename Number>
absl::Status SetNumber(Message& message, const FieldDescriptor& field, absl::string_view text,
                       void (google::protobuf::Reflection::*set)(Message*, const FieldDescriptor*,
                                                                 Number) const) {
  Number number;
  if (!absl::SimpleAtoi(text, &number)) return Expected("a whole number in its range", text);
  (message.GetReflection()->*set)(&message, &field, number);
  return absl::OkStatus();
}

// `12h`, `1h30m`, `90s` and, unlike absl, `7d`.
bool ReadDuration(absl::string_view text, absl::Duration* duration) {
  double days;
  if (absl::EndsWith(text, "d") && absl::SimpleAtod(text.substr(0, text.size() - 1), &days)) {
    *duration = absl::Hours(24) * days;
  } else if (!absl::ParseDuration(text, duration)) {
    return false;
  }
  // What google.protobuf.Duration can hold.
  return absl::AbsDuration(*duration) <= absl::Hours(24) * 365 * 10'000;
}

absl::Status SetDuration(google::protobuf::Duration& duration, absl::string_view text) {
  absl::Duration read;
  if (!ReadDuration(text, &read)) return Expected("a duration as 90s, 12h or 7d", text);
  duration.set_seconds(absl::IDivDuration(read, absl::Seconds(1), &read));
  duration.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(read)));
  return absl::OkStatus();
}

absl::Status SetTimestamp(google::protobuf::Timestamp& time, absl::string_view text) {
  if (google::protobuf::util::TimeUtil::FromString(std::string(text), &time)) {
    return absl::OkStatus();
  }
  return Expected("a time as 2026-01-31T15:04:05Z or 2026-01-31T15:04:05+08:00", text);
}

absl::Status SetMessage(Message& message, const FieldDescriptor& field, absl::string_view text) {
  if (!IsText(field)) return Expected("keys and values", text);
  const auto* reflection = message.GetReflection();
  Message* set = field.is_repeated() ? reflection->AddMessage(&message, &field)
                                     : reflection->MutableMessage(&message, &field);
  if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(set))
    return SetTimestamp(*time, text);
  return SetDuration(dynamic_cast<google::protobuf::Duration&>(*set), text);
}

absl::Status SetDouble(Message& message, const FieldDescriptor& field, absl::string_view text) {
  double number;
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) {
    return Expected("a number as 0.1", text);
  }
  const auto* reflection = message.GetReflection();
  if (field.is_repeated()) {
    reflection->AddDouble(&message, &field, number);
  } else {
    reflection->SetDouble(&message, &field, number);
  }
  return absl::OkStatus();
}

absl::Status AddMapEntry(Message& message, const FieldDescriptor& field, absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> entry =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!absl::StrContains(text, '=')) return Expected("KEY=VALUE", text);
  Message* added = message.GetReflection()->AddMessage(&message, &field);
  SLUICE_RETURN_IF_ERROR(SetFieldText(*added, *field.message_type()->map_key(), entry.first));
  return SetFieldText(*added, *field.message_type()->map_value(), entry.second);
}

}  // namespace

const FieldDescriptor* FindField(const google::protobuf::Descriptor& type, absl::string_view name) {
  const std::string text(name);
  const FieldDescriptor* field = type.FindFieldByName(text);
  return field != nullptr ? field : type.FindFieldByCamelcaseName(text);
}

bool IsText(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return false;
  return field.message_type() == google::protobuf::Timestamp::descriptor() ||
         field.message_type() == google::protobuf::Duration::descriptor();
}

bool IsOutputOnly(const FieldDescriptor& field) {
  const auto& behaviours = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(behaviours.begin(), behaviours.end(), google::api::OUTPUT_ONLY) !=
         behaviours.end();
}

absl::Status SetFieldText(Message& message, const FieldDescriptor& field, absl::string_view text) {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.is_repeated()) {
        reflection->AddString(&message, &field, std::string(text));
      } else {
        reflection->SetString(&message, &field, std::string(text));
      }
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(message, field, text);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return Expected("true or false", text);
      reflection->SetBool(&message, &field, text == "true");
      return absl::OkStatus();
    case FieldDescriptor::CPPTYPE_INT32:
      return SetNumber<int32_t>(message, field, text, &google::protobuf::Reflection::SetInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetNumber<int64_t>(message, field, text, &google::protobuf::Reflection::SetInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return SetDouble(message, field, text);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetMessage(message, field, text);
    default:
      return absl::UnimplementedError(
          absl::StrCat("fields of the type ", field.cpp_type_name(), " are not read yet"));
  }
}

absl::Status SetPathText(Message& message, absl::string_view path,
                         const std::vector<std::string>& values) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(path, absl::MaxSplits('.', 1));
  const FieldDescriptor* field = FindField(*message.GetDescriptor(), parts.first);
  SLUICE_CHECK(field != nullptr) << "no field " << std::string(path);
  if (!parts.second.empty()) {
    return SetPathText(*message.GetReflection()->MutableMessage(&message, field), parts.second,
                       values);
  }
  for (const std::string& value : values) {
    if (field->is_map()) {
      SLUICE_RETURN_IF_ERROR(AddMapEntry(message, *field, value));
    } else if (field->is_repeated()) {
      for (absl::string_view part : absl::StrSplit(value, ',', absl::SkipEmpty())) {
        SLUICE_RETURN_IF_ERROR(SetFieldText(message, *field, absl::StripAsciiWhitespace(part)));
      }
    } else {
      SLUICE_RETURN_IF_ERROR(SetFieldText(message, *field, value));
    }
  }
  return absl::OkStatus();
}

}  // namespace sluice::cli
