#include "emulator/tunnel/download_api.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/rest/instance_api.h"
#include "emulator/tunnel/row_stream.h"
#include "emulator/tunnel/session_json.h"
#include "emulator/tunnel/tunnel_target.h"

namespace sluice::emulator {
namespace {

// "(start,count)"
absl::StatusOr<RowStream::Range> ParseRange(const std::string& text, int64_t rows) {
  absl::string_view rest = text;
  std::vector<std::string> parts;
  if (absl::ConsumePrefix(&rest, "(") && absl::ConsumeSuffix(&rest, ")"))
    parts = absl::StrSplit(rest, ',');
  RowStream::Range range;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &range.begin) ||
      !absl::SimpleAtoi(parts[1], &range.count) || range.begin < 0 || range.count < 0) {
    return ServiceError("InvalidRowRange", "rowrange must be (start,count)");
  }
  if (range.begin > rows) {
    return ServiceError("InvalidRowRange",
                        absl::StrCat("row ", range.begin, " is beyond the last of ", rows));
  }
  return range;
}

absl::StatusOr<std::vector<int>> ParseColumns(const Columns& columns, const std::string& text) {
  std::vector<int> places;
  if (text.empty()) {
    for (size_t i = 0; i < columns.size(); ++i) places.push_back(static_cast<int>(i));
    return places;
  }
  for (absl::string_view name : absl::StrSplit(text, ',')) {
    int place = FindColumn(columns, absl::StripAsciiWhitespace(name));
    if (place < 0) {
      return ServiceError("InvalidColumnSpec", absl::StrCat("no data column ", name.substr(0, 64)));
    }
    places.push_back(place);
  }
  return places;
}

// The first chunk is made before the answer begins, so that what fails at once is an error and not
// a cut connection.
class StartedStream : public http::ResponseStream {
 public:
  StartedStream(std::string first, std::unique_ptr<http::ResponseStream> rest)
      : first_(std::move(first)), rest_(std::move(rest)) {}
  absl::StatusOr<std::string> Next() override {
    if (!first_.empty()) return std::exchange(first_, "");
    return rest_->Next();
  }

 private:
  std::string first_;
  const std::unique_ptr<http::ResponseStream> rest_;
};

std::string SourceOf(const Table& table) { return absl::StrCat("table/", table.id); }
std::string SourceOf(const Instance& instance) { return absl::StrCat("instance/", instance.id); }

}  // namespace

absl::StatusOr<http::ServerResponse> DownloadApi::Rows(const Columns& columns,
                                                       const Download& download,
                                                       const http::ServerRequest& request) const {
  if (request.HasQuery("arrow")) {
    return ServiceError("NotImplemented", "Arrow bodies are not covered; read the record stream");
  }
  if (download.is_expired) {
    return ServiceError("StatusConflict", absl::StrCat("download session ", download.id,
                                                       " has expired; create another"));
  }
  SLUICE_ASSIGN_OR_RETURN(RowStream::Range range,
                          ParseRange(request.Query("rowrange").value_or(""), download.rows));
  SLUICE_ASSIGN_OR_RETURN(std::vector<int> places,
                          ParseColumns(columns, request.Query("columns").value_or("")));
  ChosenEncoding chosen = ChooseEncoding(request.Header("accept-encoding"));
  http::ServerResponse response;
  response.headers.Add("Content-Type", "application/octet-stream");
  if (chosen.encoder != nullptr) response.headers.Add("Content-Encoding", chosen.name);
  auto stream = std::make_unique<RowStream>(world_.blocks, columns, std::move(places),
                                            download.segments, range, std::move(chosen.encoder));
  SLUICE_ASSIGN_OR_RETURN(std::string first, stream->Next());
  response.stream = std::make_unique<StartedStream>(std::move(first), std::move(stream));
  return response;
}

absl::StatusOr<http::ServerResponse> DownloadApi::Create(const Principal& caller,
                                                         const std::string& project,
                                                         const std::string& name,
                                                         const http::ServerRequest& request) {
  const std::string partition = request.Query("partition").value_or("");
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_ASSIGN_OR_RETURN(TunnelTarget target, OpenTarget(sql, caller, project, name,
                                                                partition, {"Describe", "Select"}));
        Download download{.id = TimedId(world_.clock.Now()),
                          .source = SourceOf(target.table),
                          .partition = partition,
                          .rows = target.partition.rows,
                          .created = world_.clock.Now()};
        SLUICE_ASSIGN_OR_RETURN(download.segments, Catalog(sql).ListSegments(target.partition.id));
        SLUICE_RETURN_IF_ERROR(Downloads(sql).Create(download));
        return DownloadAnswer(201, download, target.table.columns, target.table.partition_keys);
      });
}

absl::StatusOr<http::ServerResponse> DownloadApi::Get(const Principal& caller,
                                                      const std::string& project,
                                                      const std::string& name,
                                                      const http::ServerRequest& request) {
  return world_.database.TransactFor<http::ServerResponse>(
      [&](Sql& sql) -> absl::StatusOr<http::ServerResponse> {
        SLUICE_ASSIGN_OR_RETURN(
            Table table, OpenTunnelTable(sql, caller, project, name, {"Describe", "Select"}));
        SLUICE_ASSIGN_OR_RETURN(
            Download download,
            Downloads(sql).Get(request.Query("downloadid").value_or(""), SourceOf(table),
                               world_.limits.session_life, world_.clock.Now()));
        return DownloadAnswer(200, download, table.columns, table.partition_keys);
      });
}

absl::StatusOr<http::ServerResponse> DownloadApi::Read(const Principal& caller,
                                                       const std::string& project,
                                                       const std::string& name,
                                                       const http::ServerRequest& request) {
  Table table;
  SLUICE_ASSIGN_OR_RETURN(
      Download download,
      world_.database.TransactFor<Download>([&](Sql& sql) -> absl::StatusOr<Download> {
        SLUICE_ASSIGN_OR_RETURN(table, OpenTunnelTable(sql, caller, project, name, {"Select"}));
        return Downloads(sql).Get(request.Query("downloadid").value_or(""), SourceOf(table),
                                  world_.limits.session_life, world_.clock.Now());
      }));
  return Rows(table.columns, download, request);
}

absl::StatusOr<http::ServerResponse> DownloadApi::CreateForInstance(
    const Principal& caller, const std::string& project, const std::string& id,
    const http::ServerRequest& /*request*/) {
  SLUICE_ASSIGN_OR_RETURN(Instance instance, OpenInstance(world_, caller, project, id));
  if (instance.columns.empty()) {
    return ServiceError("InstanceTypeNotSupported",
                        "only the result of a successful SELECT can be downloaded");
  }
  Download download{.id = TimedId(world_.clock.Now()),
                    .source = SourceOf(instance),
                    .segments = {{instance.file, instance.rows}},
                    .rows = instance.rows,
                    .created = world_.clock.Now()};
  SLUICE_RETURN_IF_ERROR(
      world_.database.Transact([&](Sql& sql) { return Downloads(sql).Create(download); }));
  return DownloadAnswer(201, download, instance.columns, {});
}

absl::StatusOr<http::ServerResponse> DownloadApi::GetForInstance(
    const Principal& caller, const std::string& project, const std::string& id,
    const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Instance instance, OpenInstance(world_, caller, project, id));
  SLUICE_ASSIGN_OR_RETURN(Download download, world_.database.TransactFor<Download>([&](Sql& sql) {
    return Downloads(sql).Get(request.Query("downloadid").value_or(""), SourceOf(instance),
                              world_.limits.session_life, world_.clock.Now());
  }));
  return DownloadAnswer(200, download, instance.columns, {});
}

absl::StatusOr<http::ServerResponse> DownloadApi::ReadForInstance(
    const Principal& caller, const std::string& project, const std::string& id,
    const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(Instance instance, OpenInstance(world_, caller, project, id));
  SLUICE_ASSIGN_OR_RETURN(Download download, world_.database.TransactFor<Download>([&](Sql& sql) {
    return Downloads(sql).Get(request.Query("downloadid").value_or(""), SourceOf(instance),
                              world_.limits.session_life, world_.clock.Now());
  }));
  return Rows(instance.columns, download, request);
}

}  // namespace sluice::emulator
