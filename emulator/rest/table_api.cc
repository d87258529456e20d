#include "emulator/rest/table_api.h"

#include <algorithm>
#include <optional>
#include <pugixml.hpp>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/error/service_error.h"
#include "emulator/rest/table_xml.h"
#include "emulator/rest/xml.h"
#include "emulator/store/catalog.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {
namespace {

constexpr int64_t kPageMax = 1000;
constexpr int64_t kPartitionPageMax = 10000;

absl::StatusOr<Table> Open(Sql& sql, const Principal& caller, const std::string& project_name,
                           const std::string& table, const std::string& action) {
  Catalog catalog(sql);
  SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(project_name));
  AccessCheck access(sql, project, caller);
  SLUICE_RETURN_IF_ERROR(access.RequireOnTable(action, absl::AsciiStrToLower(table)));
  return catalog.GetTable(project.name, table);
}

absl::StatusOr<std::string> FullXml(Sql& sql, const Table& table, bool extended) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> partitions, Catalog(sql).ListPartitions(table.id));
  int64_t rows = 0;
  int64_t bytes = 0;
  for (const Partition& partition : partitions) {
    rows += partition.rows;
    bytes += partition.bytes;
  }
  return TableXml(table, rows, bytes, static_cast<int64_t>(partitions.size()), extended);
}

// The page of a list that `marker` (how many were given before) and `maxitems` ask for.
struct Page {
  size_t begin = 0;
  size_t end = 0;
  std::string marker;  // Of the next page; empty at the end.
};

absl::StatusOr<Page> PageOf(const http::ServerRequest& request, size_t size, int64_t page_max) {
  int64_t begin = 0;
  int64_t items = page_max;
  std::string marker = request.Query("marker").value_or("");
  std::string maxitems = request.Query("maxitems").value_or("");
  if (!marker.empty() && (!absl::SimpleAtoi(marker, &begin) || begin < 0)) {
    return ServiceError("InvalidArgument", "marker is none that this list gave");
  }
  if (!maxitems.empty() && (!absl::SimpleAtoi(maxitems, &items) || items < 1)) {
    return ServiceError("InvalidArgument", "maxitems must be a number above 0");
  }
  items = std::min(items, page_max);
  Page page{.begin = std::min<size_t>(begin, size)};
  page.end = std::min<size_t>(page.begin + items, size);
  if (page.end < size) page.marker = absl::StrCat(page.end);
  return page;
}

std::string PageXml(const Page& page) {
  return absl::StrCat(Element("Marker", page.marker),
                      Element("MaxItems", absl::StrCat(page.end - page.begin)));
}

}  // namespace

absl::StatusOr<http::ServerResponse> TableApi::Get(const Principal& caller,
                                                   const std::string& project,
                                                   const std::string& name, bool extended) {
  SLUICE_ASSIGN_OR_RETURN(
      std::string xml,
      world_.database.TransactFor<std::string>([&](Sql& sql) -> absl::StatusOr<std::string> {
        SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, caller, project, name, "Describe"));
        return FullXml(sql, table, extended);
      }));
  return XmlAnswer(xml);
}

absl::StatusOr<http::ServerResponse> TableApi::List(const Principal& caller,
                                                    const std::string& project_name,
                                                    const http::ServerRequest& request) {
  std::vector<Table> tables;
  SLUICE_RETURN_IF_ERROR(world_.database.Transact([&](Sql& sql) -> absl::Status {
    Catalog catalog(sql);
    SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(project_name));
    SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, caller).RequireOnProject("List"));
    SLUICE_ASSIGN_OR_RETURN(tables, catalog.ListTables(project.name));
    return absl::OkStatus();
  }));
  const std::string prefix = absl::AsciiStrToLower(request.Query("name").value_or(""));
  std::string schema = absl::AsciiStrToLower(request.Query("curr_schema").value_or(""));
  if (schema.empty()) schema = kDefaultSchema;
  tables.erase(std::remove_if(tables.begin(), tables.end(),
                              [&](const Table& table) {
                                return SchemaOf(table.name) != schema ||
                                       !absl::StartsWith(NameInSchema(table.name), prefix);
                              }),
               tables.end());
  SLUICE_ASSIGN_OR_RETURN(Page page, PageOf(request, tables.size(), kPageMax));
  std::string xml = "<Tables>";
  for (size_t i = page.begin; i < page.end; ++i) xml += TableItemXml(tables[i]);
  return XmlAnswer(absl::StrCat(xml, PageXml(page), "</Tables>"));
}

absl::StatusOr<http::ServerResponse> TableApi::GetMany(const Principal& caller,
                                                       const std::string& project,
                                                       const http::ServerRequest& request) {
  pugi::xml_document document;
  if (!document.load_buffer(request.body.data(), request.body.size())) {
    return ServiceError("MalformedXML", "the body is not XML");
  }
  std::string xml;
  SLUICE_RETURN_IF_ERROR(world_.database.Transact([&](Sql& sql) -> absl::Status {
    for (pugi::xml_node item : document.child("Tables").children("Table")) {
      std::string owner = item.child("Project").text().get();
      const std::string name =
          NameInProject(item.child("Schema").text().get(), item.child("Name").text().get());
      SLUICE_ASSIGN_OR_RETURN(Table table,
                              Open(sql, caller, owner.empty() ? project : owner, name, "Describe"));
      SLUICE_ASSIGN_OR_RETURN(std::string one, FullXml(sql, table, false));
      xml += one;
    }
    return absl::OkStatus();
  }));
  return XmlAnswer(absl::StrCat("<Tables>", xml, "</Tables>"));
}

absl::StatusOr<http::ServerResponse> TableApi::GetPartition(const Principal& caller,
                                                            const std::string& project,
                                                            const std::string& name,
                                                            const std::string& text) {
  SLUICE_ASSIGN_OR_RETURN(
      std::string xml,
      world_.database.TransactFor<std::string>([&](Sql& sql) -> absl::StatusOr<std::string> {
        SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, caller, project, name, "Describe"));
        SLUICE_ASSIGN_OR_RETURN(PartitionSpec spec, ParsePartitionSpec(text));
        SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                                PartitionValues(spec, table.partition_keys));
        SLUICE_ASSIGN_OR_RETURN(Partition partition, Catalog(sql).GetPartition(table, values));
        return PartitionXml(partition);
      }));
  return XmlAnswer(xml);
}

absl::StatusOr<http::ServerResponse> TableApi::ListPartitions(const Principal& caller,
                                                              const std::string& project,
                                                              const std::string& name,
                                                              const http::ServerRequest& request) {
  Table table;
  std::vector<Partition> partitions;
  SLUICE_RETURN_IF_ERROR(world_.database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(table, Open(sql, caller, project, name, "Describe"));
    SLUICE_ASSIGN_OR_RETURN(partitions, Catalog(sql).ListPartitions(table.id));
    return absl::OkStatus();
  }));
  if (table.partition_keys.empty()) partitions.clear();
  std::optional<std::string> filter = request.Query("partition");
  if (filter.has_value() && !filter->empty()) {
    SLUICE_ASSIGN_OR_RETURN(PartitionSpec spec, ParsePartitionSpec(*filter));
    for (const auto& [key, value] : spec) {
      int place = FindColumn(table.partition_keys, key);
      if (place < 0) {
        return ServiceError("InvalidPartitionSpec", absl::StrCat(key, " is not a partition key"));
      }
      partitions.erase(std::remove_if(partitions.begin(), partitions.end(),
                                      [&, text = value](const Partition& partition) {
                                        return partition.values[place] != text;
                                      }),
                       partitions.end());
    }
  }
  if (request.HasQuery("reverse")) std::reverse(partitions.begin(), partitions.end());
  SLUICE_ASSIGN_OR_RETURN(Page page, PageOf(request, partitions.size(), kPartitionPageMax));
  std::string xml = "<Partitions>";
  for (size_t i = page.begin; i < page.end; ++i) {
    xml += PartitionItemXml(table, partitions[i], request.HasQuery("name"));
  }
  return XmlAnswer(absl::StrCat(xml, PageXml(page), "</Partitions>"));
}

}  // namespace sluice::emulator
