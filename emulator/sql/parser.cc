#include "emulator/sql/parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "base/status/status_macros.h"
#include "emulator/sql/create_table_parser.h"
#include "emulator/sql/lexer.h"
#include "emulator/sql/select_parser.h"
#include "emulator/sql/token_reader.h"

namespace sluice::emulator {
namespace {

class StatementParser {
 public:
  explicit StatementParser(TokenReader tokens) : tokens_(std::move(tokens)) {}

  absl::StatusOr<Statement> Parse() {
    SLUICE_RETURN_IF_ERROR(SkipSettings());
    absl::StatusOr<Statement> statement = ParseOne();
    if (!statement.ok()) return statement;
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectEnd());
    return statement;
  }

 private:
  // set odps.sql.allow.fullscan=true;
  absl::Status SkipSettings() {
    while (true) {
      if (tokens_.TakeSymbol(";")) continue;
      if (!tokens_.Sees("set")) break;
      while (!tokens_.AtEnd() && !tokens_.SeesSymbol(";")) tokens_.Take();
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Statement> ParseOne() {
    if (tokens_.TakeWords("select")) {
      SLUICE_ASSIGN_OR_RETURN(Select select, ParseSelect(tokens_));
      return Statement(std::move(select));
    }
    if (tokens_.TakeWords("create table")) {
      SLUICE_ASSIGN_OR_RETURN(CreateTable create, ParseCreateTable(tokens_));
      return Statement(std::move(create));
    }
    if (tokens_.TakeWords("drop table")) return ParseDropTable();
    if (tokens_.TakeWords("alter table")) return ParseAlterTable();
    if (tokens_.TakeWords("show partitions")) return ParseShowPartitions();
    if (tokens_.TakeWords("show tables")) return ParseShowTables();
    if (tokens_.TakeWords("desc") || tokens_.TakeWords("describe")) return ParseDescribe();
    return tokens_.Unexpected(
        "SELECT, CREATE TABLE, DROP TABLE, ALTER TABLE, SHOW PARTITIONS, SHOW TABLES or DESC");
  }

  absl::StatusOr<Statement> ParseDropTable() {
    DropTable drop;
    drop.if_exists = tokens_.TakeWords("if exists");
    SLUICE_ASSIGN_OR_RETURN(drop.table, tokens_.ExpectTableName());
    tokens_.TakeWords("purge");
    return Statement(std::move(drop));
  }

  absl::StatusOr<Statement> ParseAlterTable() {
    SLUICE_ASSIGN_OR_RETURN(TableName table, tokens_.ExpectTableName());
    if (tokens_.TakeWords("add")) {
      AddPartitions add{.table = std::move(table)};
      add.if_not_exists = tokens_.TakeWords("if not exists");
      SLUICE_ASSIGN_OR_RETURN(add.specs, ParseSpecs());
      return Statement(std::move(add));
    }
    if (tokens_.TakeWords("drop")) {
      DropPartitions drop{.table = std::move(table)};
      drop.if_exists = tokens_.TakeWords("if exists");
      SLUICE_ASSIGN_OR_RETURN(drop.specs, ParseSpecs());
      return Statement(std::move(drop));
    }
    return tokens_.Unexpected("ADD PARTITION or DROP PARTITION");
  }

  absl::StatusOr<std::vector<PartitionSpec>> ParseSpecs() {
    std::vector<PartitionSpec> specs;
    do {
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("partition"));
      SLUICE_ASSIGN_OR_RETURN(PartitionSpec spec, tokens_.ExpectPartitionSpec());
      specs.push_back(std::move(spec));
      tokens_.TakeSymbol(",");
    } while (tokens_.Sees("partition"));
    return specs;
  }

  absl::StatusOr<Statement> ParseShowPartitions() {
    ShowPartitions show;
    SLUICE_ASSIGN_OR_RETURN(show.table, tokens_.ExpectTableName());
    if (tokens_.TakeWords("partition")) {
      SLUICE_ASSIGN_OR_RETURN(show.spec, tokens_.ExpectPartitionSpec());
    }
    return Statement(std::move(show));
  }

  absl::StatusOr<Statement> ParseShowTables() {
    ShowTables show;
    if (tokens_.TakeWords("in")) {
      SLUICE_ASSIGN_OR_RETURN(show.project, tokens_.ExpectName("the name of a project"));
    }
    return Statement(std::move(show));
  }

  absl::StatusOr<Statement> ParseDescribe() {
    DescribeTable describe;
    tokens_.TakeWords("extended");
    tokens_.TakeWords("table");
    SLUICE_ASSIGN_OR_RETURN(describe.table, tokens_.ExpectTableName());
    if (tokens_.TakeWords("partition")) {
      SLUICE_ASSIGN_OR_RETURN(describe.spec, tokens_.ExpectPartitionSpec());
    }
    return Statement(std::move(describe));
  }

  TokenReader tokens_;
};

// Security statements have words of their own (RAM$1234:role/name), which are no tokens of SQL.
bool IsSecurityStatement(absl::string_view sql) {
  sql = absl::StripLeadingAsciiWhitespace(sql);
  for (absl::string_view begin :
       {"add user ", "remove user ", "grant ", "revoke ", "show grants", "list users", "whoami"}) {
    if (absl::StartsWithIgnoreCase(sql, begin)) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<Statement> ParseStatement(absl::string_view sql) {
  if (IsSecurityStatement(sql)) return Statement(SecurityStatement{std::string(sql)});
  SLUICE_ASSIGN_OR_RETURN(std::vector<Token> tokens, Lex(sql));
  return StatementParser(TokenReader(std::move(tokens))).Parse();
}

}  // namespace sluice::emulator
