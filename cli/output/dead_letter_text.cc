#include "cli/output/dead_letter_text.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/output/lines.h"
#include "cli/output/resource_text.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {
namespace {

using google::protobuf::util::TimeUtil;

std::string AgeOf(bool has, const google::protobuf::Timestamp& time, absl::Time now) {
  return has ? AgeText(now - absl::FromUnixSeconds(time.seconds())) : "";
}

std::string TimeText(bool has, const google::protobuf::Timestamp& time, absl::Time now) {
  return has ? absl::StrCat(TimeUtil::ToString(time), " (", AgeOf(has, time, now), " ago)") : "";
}

std::string MarkOf(const v1::DeadLetter& letter) {
  return letter.mark() == v1::DeadLetter::MARK_UNSPECIFIED
             ? ""
             : v1::DeadLetter::Mark_Name(letter.mark());
}

std::string PlaceText(const std::string& topic, int32_t partition, int64_t offset) {
  return absl::StrCat("topic ", topic, ", partition ", partition, ", offset ", offset);
}

// `bytes` are all of a field of `length`, or its beginning.
std::string FieldText(bool has, const std::string& bytes, int64_t length) {
  if (length < 0) return "none";
  if (!has) return absl::StrCat(length, " bytes");
  const bool cut = static_cast<int64_t>(bytes.size()) < length;
  return absl::StrCat(length, " bytes", cut ? absl::StrCat(", the first ", bytes.size()) : "", ": ",
                      BytesText(bytes));
}

size_t CountEscapes(absl::string_view text) {
  size_t count = 0;
  for (size_t at = text.find("\\x"); at != text.npos; at = text.find("\\x", at + 2)) ++count;
  return count;
}

// Whether Printable() has nothing to escape but line breaks and tabs.
bool IsText(absl::string_view bytes) {
  return CountEscapes(Printable(bytes)) == CountEscapes(bytes);
}

}  // namespace

std::string BytesText(absl::string_view bytes) {
  return IsText(bytes) ? Printable(bytes) : absl::StrCat("0x", absl::BytesToHexString(bytes));
}

Table TableOf(const std::vector<v1::DeadLetter>& letters, absl::Time now) {
  Table table({"ID", "AGE", "REASON", "COLUMN", "SOURCE", "MARK", "MESSAGE"});
  for (const v1::DeadLetter& letter : letters) {
    table.Add({IdOf(letter.name()), AgeOf(letter.has_write_time(), letter.write_time(), now),
               letter.reason(), letter.column(),
               absl::StrCat(letter.source_partition(), "/", letter.source_offset()), MarkOf(letter),
               letter.message()});
  }
  return table;
}

std::string CountsText(const v1::ListDeadLettersResponse& first_page) {
  return absl::StrJoin(first_page.counts(), ", ", [](std::string* out, const auto& count) {
    absl::StrAppend(out, count.count(), " ", Printable(count.reason()));
  });
}

std::string Describe(const v1::DeadLetter& letter, absl::Time now) {
  Lines lines;
  lines.Add("Name", letter.name());
  lines.Add("Reason", letter.reason());
  lines.Add("Message", letter.message());
  lines.Add("Column", letter.column());
  lines.Add("Stage", letter.stage());
  lines.Add("Record",
            PlaceText(letter.source_topic(), letter.source_partition(), letter.source_offset()));
  lines.Add("Record time", TimeText(letter.has_source_time(), letter.source_time(), now));
  lines.Add("Lies in", PlaceText(letter.topic(), letter.partition(), letter.offset()));
  lines.Add("Written", TimeText(letter.has_write_time(), letter.write_time(), now));
  lines.Add("Mark", MarkOf(letter));
  lines.Add("Marked", TimeText(letter.has_mark_time(), letter.mark_time(), now));
  lines.Add("Operation", letter.operation());
  if (letter.replayed_offset() >= 0) {
    lines.Add("Written again at", absl::StrCat("partition ", letter.source_partition(), ", offset ",
                                               letter.replayed_offset()));
  }
  for (const v1::RecordHeader& header : letter.headers())
    lines.Add("Header", absl::StrCat(header.name(), "=", BytesText(header.value())));
  lines.Add("Key", FieldText(letter.has_key(), letter.key(), letter.key_bytes()));
  lines.Add("Value", FieldText(letter.has_value(), letter.value(), letter.value_bytes()));
  return lines.text();
}

}  // namespace sluice::cli
