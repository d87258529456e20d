#include "emulator/rest/table_xml.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "emulator/rest/xml.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

Json ColumnsJson(const Columns& columns) {
  Json list = Json::array();
  for (const Column& column : columns) {
    list.push_back({{"name", column.name},
                    {"type", column.type.ToString()},
                    {"comment", column.comment},
                    {"label", ""},
                    {"isNullable", column.nullable},
                    {"hasGenerateExpression", false},
                    {"extendedLabels", Json::array()}});
  }
  return list;
}

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string Attribute(absl::string_view text) {
  std::string element = Element("a", text);
  return absl::StrReplaceAll(element.substr(3, element.size() - 7), {{"\"", "&quot;"}});
}

// Clients that know no schemas take the element for one.
std::string NameElements(const Table& table) {
  const std::string schema = SchemaOf(table.name);
  return absl::StrCat(Element("Name", NameInSchema(table.name)),
                      schema == kDefaultSchema ? "" : Element("SchemaName", schema));
}

}  // namespace

std::string TableXml(const Table& table, int64_t rows, int64_t bytes, int64_t files,
                     bool extended) {
  const int64_t created = absl::ToUnixSeconds(table.created);
  const int64_t modified = absl::ToUnixSeconds(table.modified);
  Json schema = {{"tableName", NameInSchema(table.name)},
                 {"comment", table.comment},
                 {"owner", table.owner},
                 {"createTime", created},
                 {"lastModifiedTime", modified},
                 {"lastDDLTime", created},
                 {"lastAccessTime", modified},
                 {"isVirtualView", false},
                 {"lifecycle", table.lifecycle},
                 {"size", bytes},
                 {"recordNum", rows},
                 {"shardExist", false},
                 {"tableLabel", ""},
                 {"columns", ColumnsJson(table.columns)},
                 {"partitionKeys", ColumnsJson(table.partition_keys)}};
  if (extended) {
    schema["IsArchived"] = false;
    schema["PhysicalSize"] = bytes;
    schema["FileNum"] = files;
    // JSON within a string: that is how clients read it.
    Json reserved = {{"schema_version", absl::StrCat(table.schema_version)},
                     {"Transactional", table.is_transactional() ? "true" : "false"}};
    if (!table.primary_key.empty()) reserved["PrimaryKey"] = table.primary_key;
    for (const auto& [name, value] : table.properties) {
      if (name != "transactional") reserved[name] = value;
    }
    schema["Reserved"] = Dump(reserved);
  }
  return absl::StrCat(
      "<Table format=\"Json\">", Element("Project", table.project), NameElements(table),
      Element("TableId", absl::StrCat(table.id)), "<Schema format=\"Json\"><![CDATA[",
      absl::StrReplaceAll(Dump(schema), {{"]]>", "]]]]><![CDATA[>"}}), "]]></Schema>",
      Element("Comment", table.comment), Element("Owner", table.owner), "<TableLabel/>",
      Element("CreationTime", HttpTime(table.created)),
      Element("LastModifiedTime", HttpTime(table.modified)), Element("Type", "MANAGED_TABLE"),
      "</Table>");
}

std::string TableItemXml(const Table& table) {
  return absl::StrCat("<Table>", NameElements(table), Element("Owner", table.owner),
                      Element("TableId", absl::StrCat(table.id)), Element("Type", "MANAGED_TABLE"),
                      Element("CreationTime", HttpTime(table.created)),
                      Element("LastModifiedTime", HttpTime(table.modified)), "</Table>");
}

std::string PartitionXml(const Partition& partition) {
  const int64_t created = absl::ToUnixSeconds(partition.created);
  const int64_t modified = absl::ToUnixSeconds(partition.modified);
  Json about = {{"createTime", created},
                {"lastDDLTime", created},
                {"lastModifiedTime", modified},
                {"lastAccessTime", modified},
                {"partitionRecordNum", partition.rows},
                {"partitionSize", partition.bytes},
                {"FileNum", 1},
                {"IsArchived", false},
                {"IsExstore", false},
                {"LifeCycle", -1},
                {"PhysicalSize", partition.bytes},
                {"Reserved", "{}"}};
  return absl::StrCat("<Partition>", CdataElement("Schema", Dump(about)), "</Partition>");
}

std::string PartitionItemXml(const Table& table, const Partition& partition, bool name_only) {
  if (name_only) {
    return absl::StrCat("<Partition>",
                        Element("Name", PartitionName(table.partition_keys, partition.values)),
                        "</Partition>");
  }
  std::string xml = "<Partition>";
  for (size_t i = 0; i < partition.values.size(); ++i) {
    absl::StrAppend(&xml, "<Column Name=\"", Attribute(table.partition_keys[i].name), "\" Value=\"",
                    Attribute(partition.values[i]), "\"/>");
  }
  return absl::StrCat(
      xml, Element("CreationTime", absl::StrCat(absl::ToUnixSeconds(partition.created))),
      Element("LastDDLTime", absl::StrCat(absl::ToUnixSeconds(partition.created))),
      Element("LastModifiedTime", absl::StrCat(absl::ToUnixSeconds(partition.modified))),
      Element("PartitionSize", absl::StrCat(partition.bytes)),
      Element("PartitionRecordCount", absl::StrCat(partition.rows)), "</Partition>");
}

}  // namespace sluice::emulator
