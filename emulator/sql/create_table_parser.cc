#include "emulator/sql/create_table_parser.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

constexpr size_t kColumnsMax = 1200;

bool MayBePrimaryKey(const Type& type) {
  switch (type.kind) {
    case Kind::kFloat:
    case Kind::kDouble:
    case Kind::kJson:
    case Kind::kArray:
    case Kind::kMap:
    case Kind::kStruct:
      return false;
    default:
      return true;
  }
}

class CreateTableParser {
 public:
  explicit CreateTableParser(TokenReader& tokens) : tokens_(tokens) {}

  absl::StatusOr<CreateTable> Parse() {
    create_.if_not_exists = tokens_.TakeWords("if not exists");
    SLUICE_ASSIGN_OR_RETURN(create_.table, tokens_.ExpectTableName());
    SLUICE_ASSIGN_OR_RETURN(create_.columns, ParseColumns(/*may_have_primary_key=*/true));
    SLUICE_RETURN_IF_ERROR(ParseOptions());
    for (const Column& key : create_.partition_keys) {
      if (FindColumn(create_.columns, key.name) >= 0) {
        return SemanticError("column " + key.name + " is also a partition key");
      }
    }
    SLUICE_RETURN_IF_ERROR(CheckPrimaryKey());
    return std::move(create_);
  }

 private:
  absl::StatusOr<Columns> ParseColumns(bool may_have_primary_key) {
    Columns columns;
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("("));
    do {
      if (columns.size() >= kColumnsMax) {
        return ParseError(tokens_.Peek().place, "a table has at most 1200 columns");
      }
      // Always the last: a column may be called `primary`.
      if (may_have_primary_key && !columns.empty() && tokens_.TakeWords("primary key")) {
        SLUICE_RETURN_IF_ERROR(ParsePrimaryKey());
        break;
      }
      SLUICE_ASSIGN_OR_RETURN(Column column, ParseColumn(tokens_));
      if (FindColumn(columns, column.name) >= 0) {
        return ParseError(tokens_.Peek().place, "column " + column.name + " is there twice");
      }
      columns.push_back(std::move(column));
    } while (tokens_.TakeSymbol(","));
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
    return columns;
  }

  absl::Status ParsePrimaryKey() {
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("("));
    do {
      SLUICE_ASSIGN_OR_RETURN(std::string name, tokens_.ExpectName("a column of the primary key"));
      create_.primary_key.push_back(std::move(name));
    } while (tokens_.TakeSymbol(","));
    return tokens_.ExpectSymbol(")");
  }

  absl::Status ParseOptions() {
    while (true) {
      if (tokens_.TakeWords("comment")) {
        SLUICE_ASSIGN_OR_RETURN(create_.comment, tokens_.ExpectString("a comment"));
      } else if (tokens_.TakeWords("partitioned by")) {
        SLUICE_ASSIGN_OR_RETURN(create_.partition_keys,
                                ParseColumns(/*may_have_primary_key=*/false));
      } else if (tokens_.TakeWords("tblproperties")) {
        SLUICE_ASSIGN_OR_RETURN(create_.properties, tokens_.ExpectProperties());
      } else if (tokens_.TakeWords("lifecycle")) {
        SLUICE_ASSIGN_OR_RETURN(create_.lifecycle, tokens_.ExpectInteger("a number of days"));
      } else {
        return absl::OkStatus();
      }
    }
  }

  absl::Status CheckPrimaryKey() const {
    if (create_.primary_key.empty()) return absl::OkStatus();
    auto transactional = create_.properties.find("transactional");
    if (transactional == create_.properties.end() ||
        !absl::EqualsIgnoreCase(transactional->second, "true")) {
      return SemanticError(
          "a primary key needs a transactional table; add "
          "TBLPROPERTIES (\"transactional\"=\"true\")");
    }
    for (auto name = create_.primary_key.begin(); name != create_.primary_key.end(); ++name) {
      const int place = FindColumn(create_.columns, *name);
      if (place < 0) {
        return SemanticError(absl::StrCat("column ", *name, " of the primary key is not there"));
      }
      const Column& column = create_.columns[place];
      if (column.nullable) {
        return SemanticError(
            absl::StrCat("column ", *name, " of the primary key must be NOT NULL"));
      }
      if (!MayBePrimaryKey(column.type)) {
        return SemanticError(absl::StrCat("column ", *name, " of type ", column.type.ToString(),
                                          " cannot be part of a primary key"));
      }
      if (std::find(create_.primary_key.begin(), name, *name) != name) {
        return SemanticError(absl::StrCat("column ", *name, " is twice in the primary key"));
      }
    }
    return absl::OkStatus();
  }

  TokenReader& tokens_;
  CreateTable create_;
};

}  // namespace

absl::StatusOr<Column> ParseColumn(TokenReader& tokens) {
  Column column;
  SLUICE_ASSIGN_OR_RETURN(column.name, tokens.ExpectName("the name of a column"));
  SLUICE_ASSIGN_OR_RETURN(column.type, tokens.ExpectType());
  while (true) {
    if (tokens.TakeWords("not null")) {
      column.nullable = false;
    } else if (tokens.TakeWords("comment")) {
      SLUICE_ASSIGN_OR_RETURN(column.comment, tokens.ExpectString("a comment"));
    } else if (!tokens.TakeWords("null")) {
      return column;
    }
  }
}

absl::StatusOr<CreateTable> ParseCreateTable(TokenReader& tokens) {
  return CreateTableParser(tokens).Parse();
}

}  // namespace sluice::emulator
