#include "emulator/sql/alter_table_parser.h"

#include <string>
#include <utility>
#include <vector>

#include "base/status/status_macros.h"
#include "emulator/sql/create_table_parser.h"

namespace sluice::emulator {
namespace {

class AlterTableParser {
 public:
  explicit AlterTableParser(TokenReader& tokens) : tokens_(tokens) {}

  absl::StatusOr<Statement> Parse() {
    SLUICE_ASSIGN_OR_RETURN(table_, tokens_.ExpectTableName());
    if (tokens_.TakeWords("add columns") || tokens_.TakeWords("add column")) {
      return ParseAddColumns();
    }
    if (tokens_.TakeWords("add")) return ParseAddPartitions();
    if (tokens_.TakeWords("drop column") || tokens_.TakeWords("drop columns")) {
      return SemanticError("dropping columns is not covered here");
    }
    if (tokens_.TakeWords("drop")) return ParseDropPartitions();
    if (tokens_.TakeWords("change column") || tokens_.TakeWords("change")) {
      return ParseChangeColumn();
    }
    if (tokens_.TakeWords("rename to")) return ParseRename();
    if (tokens_.TakeWords("set")) return ParseSet();
    if (tokens_.Sees("partition")) return ParseRenamePartition();
    return tokens_.Unexpected(
        "ADD PARTITION, DROP PARTITION, PARTITION … RENAME, ADD COLUMNS, CHANGE COLUMN, RENAME or "
        "SET");
  }

 private:
  absl::StatusOr<Statement> ParseAddColumns() {
    AddColumns add{.table = std::move(table_)};
    add.if_not_exists = tokens_.TakeWords("if not exists");
    // Newer statements take a single column without brackets.
    const bool bracketed = tokens_.TakeSymbol("(");
    do {
      const TextPlace place = tokens_.Peek().place;
      SLUICE_ASSIGN_OR_RETURN(Column column, ParseColumn(tokens_));
      if (!column.nullable) {
        return ParseError(place, "a column that is added cannot be NOT NULL");
      }
      if (FindColumn(add.columns, column.name) >= 0) {
        return ParseError(place, "column " + column.name + " is there twice");
      }
      add.columns.push_back(std::move(column));
    } while (tokens_.TakeSymbol(","));
    if (bracketed) SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
    return Statement(std::move(add));
  }

  absl::StatusOr<Statement> ParseAddPartitions() {
    AddPartitions add{.table = std::move(table_)};
    add.if_not_exists = tokens_.TakeWords("if not exists");
    SLUICE_ASSIGN_OR_RETURN(add.specs, tokens_.ExpectPartitions());
    return Statement(std::move(add));
  }

  absl::StatusOr<Statement> ParseDropPartitions() {
    DropPartitions drop{.table = std::move(table_)};
    drop.if_exists = tokens_.TakeWords("if exists");
    SLUICE_ASSIGN_OR_RETURN(drop.specs, tokens_.ExpectPartitions());
    return Statement(std::move(drop));
  }

  absl::StatusOr<Statement> ParseRenamePartition() {
    RenamePartition rename{.table = std::move(table_)};
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("partition"));
    SLUICE_ASSIGN_OR_RETURN(rename.from, tokens_.ExpectPartitionSpec());
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("rename to partition"));
    SLUICE_ASSIGN_OR_RETURN(rename.to, tokens_.ExpectPartitionSpec());
    return Statement(std::move(rename));
  }

  // CHANGE COLUMN old new type [COMMENT '…'], old COMMENT '…', old NULL, old RENAME TO new.
  absl::StatusOr<Statement> ParseChangeColumn() {
    ChangeColumn change{.table = std::move(table_)};
    SLUICE_ASSIGN_OR_RETURN(change.column, tokens_.ExpectName("a column"));
    if (tokens_.TakeWords("rename to")) {
      SLUICE_ASSIGN_OR_RETURN(change.new_name, tokens_.ExpectName("the column's new name"));
      return Statement(std::move(change));
    }
    if (tokens_.TakeWords("null")) {
      change.make_nullable = true;
      return Statement(std::move(change));
    }
    const bool comment_only =
        tokens_.Sees("comment") && tokens_.Peek(1).kind == Token::Kind::kString;
    if (!comment_only) {
      SLUICE_ASSIGN_OR_RETURN(change.new_name, tokens_.ExpectName("the column's name"));
      SLUICE_ASSIGN_OR_RETURN(change.new_type, tokens_.ExpectType());
    }
    if (tokens_.TakeWords("comment")) {
      SLUICE_ASSIGN_OR_RETURN(change.new_comment, tokens_.ExpectString("a comment"));
    }
    return Statement(std::move(change));
  }

  absl::StatusOr<Statement> ParseRename() {
    RenameTable rename{.table = std::move(table_)};
    SLUICE_ASSIGN_OR_RETURN(rename.new_name, tokens_.ExpectName("the table's new name"));
    return Statement(std::move(rename));
  }

  absl::StatusOr<Statement> ParseSet() {
    SetTable set{.table = std::move(table_)};
    if (tokens_.TakeWords("comment")) {
      SLUICE_ASSIGN_OR_RETURN(set.comment, tokens_.ExpectString("a comment"));
    } else if (tokens_.TakeWords("lifecycle")) {
      SLUICE_ASSIGN_OR_RETURN(set.lifecycle, tokens_.ExpectInteger("a number of days"));
    } else if (tokens_.TakeWords("tblproperties")) {
      SLUICE_ASSIGN_OR_RETURN(set.properties, tokens_.ExpectProperties());
    } else {
      return tokens_.Unexpected("COMMENT, LIFECYCLE or TBLPROPERTIES");
    }
    return Statement(std::move(set));
  }

  TokenReader& tokens_;
  TableName table_;
};

}  // namespace

absl::StatusOr<Statement> ParseAlterTable(TokenReader& tokens) {
  return AlterTableParser(tokens).Parse();
}

}  // namespace sluice::emulator
