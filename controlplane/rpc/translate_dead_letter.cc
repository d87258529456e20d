#include "controlplane/rpc/translate_dead_letter.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "controlplane/rpc/dead_letter_name.h"
#include "controlplane/rpc/printable.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

constexpr int kNamesMax = 1000;
constexpr size_t kReasonBytesMax = 64;
constexpr size_t kTextBytesMax = 1024;

constexpr Words<v1::DeadLetter::Mark, DeadLetterMark::State, 3> kMarks = {{
    {v1::DeadLetter::REPLAYING, DeadLetterMark::State::kReplaying},
    {v1::DeadLetter::REPLAYED, DeadLetterMark::State::kReplayed},
    {v1::DeadLetter::DISCARDED, DeadLetterMark::State::kDiscarded},
}};

void CheckNames(const v1::DeadLetterChoice& choice, const ConnectorId& parent,
                Violations& violations) {
  if (choice.names_size() > kNamesMax) {
    violations.Add(
        "choice.names", "FIELD_TOO_LONG",
        absl::StrCat("has ", choice.names_size(), "; name at most ", kNamesMax, " at once"));
    return;
  }
  for (int i = 0; i < choice.names_size(); ++i) {
    const auto name = ParseDeadLetterName(choice.names(i));
    if (name.has_value() && name->connector == parent) continue;
    violations.Add(absl::StrCat("choice.names[", i, "]"), "FIELD_FORM",
                   absl::StrCat("is ", Echo(choice.names(i)),
                                "; write it as {parent}/deadLetters/{dead_letter}"));
  }
}

}  // namespace

bool IsReason(absl::string_view reason) {
  return !reason.empty() && reason.size() <= kReasonBytesMax &&
         std::all_of(reason.begin(), reason.end(), [](unsigned char c) {
           return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

v1::DeadLetter ToProto(const DeadLetter& letter, const Connector& connector) {
  v1::DeadLetter proto;
  proto.set_name(NameOfDeadLetter(connector.id, connector.spec.resources, letter.place));
  proto.set_topic(letter.place.topic);
  proto.set_partition(letter.place.partition);
  proto.set_offset(letter.place.offset);
  SetTime(letter.write_time, [&] { return proto.mutable_write_time(); });
  const formats::ErrorContext& context = letter.context;
  proto.set_source_topic(Printable(context.topic, kTextBytesMax));
  proto.set_source_partition(context.partition);
  proto.set_source_offset(context.offset);
  SetTime(letter.source_time, [&] { return proto.mutable_source_time(); });
  proto.set_stage(Printable(context.stage, kTextBytesMax));
  proto.set_reason(Printable(context.reason, kTextBytesMax));
  proto.set_column(Printable(context.column, kTextBytesMax));
  proto.set_message(Printable(context.message, kTextBytesMax));
  for (const kafka::StoredHeader& header : letter.headers) {
    v1::RecordHeader& added = *proto.add_headers();
    added.set_name(Printable(header.key, kTextBytesMax));
    added.set_value(header.value.value_or(""));
  }
  if (letter.key.has_value()) proto.set_key(*letter.key);
  if (letter.value.has_value()) proto.set_value(*letter.value);
  proto.set_key_bytes(letter.key_bytes);
  proto.set_value_bytes(letter.value_bytes);
  proto.set_replayed_offset(-1);
  if (!letter.mark.has_value()) return proto;
  proto.set_mark(ToWord(kMarks, letter.mark->state));
  SetTime(letter.mark->time, [&] { return proto.mutable_mark_time(); });
  proto.set_replayed_offset(letter.mark->replayed_offset);
  proto.set_operation(letter.mark->operation);
  return proto;
}

void CheckChoice(const v1::DeadLetterChoice& choice, const ConnectorId& parent,
                 Violations& violations) {
  const bool by_rest = !choice.reason().empty() || choice.has_source_partition() || choice.all();
  if (choice.names().empty() && !by_rest) {
    violations.Add("choice", "FIELD_REQUIRED",
                   "names nothing; give names, a reason or a source partition, or set all");
  }
  if (!choice.names().empty() && (by_rest || choice.marked())) {
    violations.Add("choice", "FIELD_FORM", "has names and something else; give one of them");
  }
  if (!choice.reason().empty() && !IsReason(choice.reason())) {
    violations.Add("choice.reason", "FIELD_FORM",
                   absl::StrCat("is ", Echo(choice.reason()), "; write it as NOT_UTF8"));
  }
  if (choice.source_partition() < 0) {
    violations.Add("choice.source_partition", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", choice.source_partition(), "; set it to 0 or more"));
  }
  CheckNames(choice, parent, violations);
}

DeadLetterChoice FromProto(const v1::DeadLetterChoice& choice, const Connector& connector) {
  DeadLetterChoice made;
  for (const std::string& name : choice.names()) {
    const auto parsed = ParseDeadLetterName(name);
    if (parsed.has_value()) made.places.insert(PlaceOf(*parsed, connector.spec.resources));
  }
  made.reason = choice.reason();
  if (choice.has_source_partition()) made.source_partition = choice.source_partition();
  made.marked = choice.marked();
  return made;
}

}  // namespace sluice::controlplane
