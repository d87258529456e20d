#include "emulator/sql/parser.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "base/status/status_macros.h"
#include "emulator/sql/alter_table_parser.h"
#include "emulator/sql/create_table_parser.h"
#include "emulator/sql/insert_parser.h"
#include "emulator/sql/lexer.h"
#include "emulator/sql/select_parser.h"
#include "emulator/sql/token_reader.h"

namespace sluice::emulator {
namespace {

class StatementParser {
 public:
  explicit StatementParser(TokenReader tokens) : tokens_(std::move(tokens)) {}

  absl::StatusOr<Script> Parse() {
    Script script;
    SLUICE_RETURN_IF_ERROR(TakeSettings(script.settings));
    SLUICE_ASSIGN_OR_RETURN(script.statement, ParseOne());
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectEnd());
    return script;
  }

 private:
  // set odps.sql.allow.fullscan=true;
  absl::Status TakeSettings(std::map<std::string, std::string>& settings) {
    while (true) {
      if (tokens_.TakeSymbol(";")) continue;
      if (!tokens_.TakeWords("set")) break;
      std::string name;
      while (!tokens_.AtEnd() && !tokens_.SeesSymbol("=") && !tokens_.SeesSymbol(";")) {
        name += tokens_.Take().text;
      }
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("="));
      std::string value;
      while (!tokens_.AtEnd() && !tokens_.SeesSymbol(";")) value += tokens_.Take().text;
      settings[absl::AsciiStrToLower(name)] = value;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Statement> ParseOne() {
    if (tokens_.TakeWords("select")) {
      SLUICE_ASSIGN_OR_RETURN(Select select, ParseSelect(tokens_));
      return Statement(std::move(select));
    }
    if (tokens_.TakeWords("insert")) {
      SLUICE_ASSIGN_OR_RETURN(Insert insert, ParseInsert(tokens_));
      return Statement(std::move(insert));
    }
    if (tokens_.TakeWords("create table")) {
      SLUICE_ASSIGN_OR_RETURN(CreateTable create, ParseCreateTable(tokens_));
      return Statement(std::move(create));
    }
    if (tokens_.TakeWords("drop table")) return ParseDropTable();
    if (tokens_.TakeWords("alter table")) return ParseAlterTable(tokens_);
    if (tokens_.TakeWords("truncate table")) return ParseTruncate();
    if (tokens_.TakeWords("show create table")) return ParseNamed<ShowCreateTable>();
    if (tokens_.TakeWords("show partitions")) return ParseShowPartitions();
    if (tokens_.TakeWords("show tables")) return ParseShowTables();
    if (tokens_.TakeWords("create schema")) return ParseCreateSchema();
    if (tokens_.TakeWords("drop schema")) return ParseDropSchema();
    if (tokens_.TakeWords("show schemas")) return ParseShowSchemas();
    if (tokens_.TakeWords("desc") || tokens_.TakeWords("describe")) return ParseDescribe();
    return tokens_.Unexpected(
        "SELECT, INSERT, CREATE TABLE, DROP TABLE, ALTER TABLE, TRUNCATE TABLE, CREATE SCHEMA, "
        "DROP SCHEMA, SHOW or DESC");
  }

  absl::StatusOr<Statement> ParseDropTable() {
    DropTable drop;
    drop.if_exists = tokens_.TakeWords("if exists");
    SLUICE_ASSIGN_OR_RETURN(drop.table, tokens_.ExpectTableName());
    tokens_.TakeWords("purge");
    return Statement(std::move(drop));
  }

  absl::StatusOr<Statement> ParseShowPartitions() {
    ShowPartitions show;
    SLUICE_ASSIGN_OR_RETURN(show.table, tokens_.ExpectTableName());
    if (tokens_.TakeWords("partition")) {
      SLUICE_ASSIGN_OR_RETURN(show.spec, tokens_.ExpectPartitionSpec());
    }
    return Statement(std::move(show));
  }

  // TRUNCATE TABLE t [PARTITION (…), …]
  absl::StatusOr<Statement> ParseTruncate() {
    TruncateTable truncate;
    SLUICE_ASSIGN_OR_RETURN(truncate.table, tokens_.ExpectTableName());
    if (tokens_.Sees("partition")) {
      SLUICE_ASSIGN_OR_RETURN(truncate.specs, tokens_.ExpectPartitions());
    }
    return Statement(std::move(truncate));
  }

  // A statement that is its table's name.
  template <typename T>
  absl::StatusOr<Statement> ParseNamed() {
    T statement;
    SLUICE_ASSIGN_OR_RETURN(statement.table, tokens_.ExpectTableName());
    return Statement(std::move(statement));
  }

  // SHOW TABLES [IN project[.schema]] [LIKE 'prefix*']
  absl::StatusOr<Statement> ParseShowTables() {
    ShowTables show;
    if (tokens_.TakeWords("in")) {
      SLUICE_ASSIGN_OR_RETURN(show.project, tokens_.ExpectName("the name of a project"));
      if (tokens_.TakeSymbol(".")) {
        SLUICE_ASSIGN_OR_RETURN(show.schema, tokens_.ExpectName("the name of a schema"));
      }
    }
    if (tokens_.TakeWords("like")) {
      const TextPlace place = tokens_.Peek().place;
      SLUICE_ASSIGN_OR_RETURN(show.prefix, tokens_.ExpectString("a pattern"));
      const size_t star = show.prefix.find_first_of("*%");
      if (star != show.prefix.npos && star + 1 != show.prefix.size()) {
        return ParseError(place, "only patterns that end in * are covered here");
      }
      show.prefix = absl::AsciiStrToLower(show.prefix.substr(0, star));
    }
    return Statement(std::move(show));
  }

  // [project.]schema
  template <typename T>
  absl::Status ParseSchemaName(T& statement) {
    SLUICE_ASSIGN_OR_RETURN(statement.name, tokens_.ExpectName("the name of a schema"));
    if (!tokens_.TakeSymbol(".")) return absl::OkStatus();
    statement.project = std::move(statement.name);
    SLUICE_ASSIGN_OR_RETURN(statement.name, tokens_.ExpectName("the name of a schema"));
    return absl::OkStatus();
  }

  absl::StatusOr<Statement> ParseCreateSchema() {
    CreateSchema create;
    create.if_not_exists = tokens_.TakeWords("if not exists");
    SLUICE_RETURN_IF_ERROR(ParseSchemaName(create));
    return Statement(std::move(create));
  }

  absl::StatusOr<Statement> ParseDropSchema() {
    DropSchema drop;
    drop.if_exists = tokens_.TakeWords("if exists");
    SLUICE_RETURN_IF_ERROR(ParseSchemaName(drop));
    return Statement(std::move(drop));
  }

  absl::StatusOr<Statement> ParseShowSchemas() {
    ShowSchemas show;
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

absl::StatusOr<Script> ParseScript(absl::string_view sql) {
  if (IsSecurityStatement(sql)) return Script{.statement = SecurityStatement{std::string(sql)}};
  SLUICE_ASSIGN_OR_RETURN(std::vector<Token> tokens, Lex(sql));
  return StatementParser(TokenReader(std::move(tokens))).Parse();
}

}  // namespace sluice::emulator
