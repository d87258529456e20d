#include "emulator/store/downloads.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr char kInsert[] = R"sql(
  INSERT INTO downloads(id, source, partition, segments, rows, created)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6))sql";
constexpr char kFind[] = R"sql(
  SELECT source, partition, segments, rows, created FROM downloads WHERE id = ?1)sql";

// "file:rows", one a line.
std::string Encode(const std::vector<Segment>& segments) {
  std::string text;
  for (const Segment& segment : segments)
    absl::StrAppend(&text, segment.file, ":", segment.rows, "\n");
  return text;
}

std::vector<Segment> Decode(const std::string& text) {
  std::vector<Segment> segments;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    std::pair<std::string, std::string> parts = absl::StrSplit(line, ':');
    Segment segment{.file = parts.first};
    if (absl::SimpleAtoi(parts.second, &segment.rows)) segments.push_back(std::move(segment));
  }
  return segments;
}

}  // namespace

absl::Status Downloads::Create(const Download& download) {
  return sql_.Run(kInsert,
                  {download.id, download.source, download.partition, Encode(download.segments),
                   download.rows, absl::ToUnixMillis(download.created)});
}

absl::StatusOr<Download> Downloads::Get(const std::string& id, const std::string& source,
                                        absl::Duration session_life, absl::Time now) {
  std::optional<Download> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFind, {id}, [&](const SqlRow& row) {
    found = Download{.id = id,
                     .source = row.Text(0),
                     .partition = row.Text(1),
                     .segments = Decode(row.Text(2)),
                     .rows = row.Int(3),
                     .created = absl::FromUnixMillis(row.Int(4))};
    found->is_expired = found->created + session_life <= now;
  }));
  if (found.has_value() && found->source == source) return *found;
  return ServiceError("NoSuchDownload",
                      absl::StrCat("download session ", id.substr(0, 64), " does not exist"));
}

}  // namespace sluice::emulator
