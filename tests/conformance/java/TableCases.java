import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.Partition;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.Table;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.type.TypeInfoFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Tables, partitions and schemas, as metadata and by SQL. */
final class TableCases {
  private final Conformance on;
  private final Odps odps;

  TableCases(Conformance on) {
    this.on = on;
    this.odps = on.owner();
  }

  void add() {
    on.add("a table is created, described, listed and dropped", this::tableLives);
    on.add("a table changes its columns, name, comment and lifecycle", this::tableChanges);
    on.add("partitions come, are listed and go", this::partitionsLive);
    on.add("SQL gives texts, rows and reasons", this::sqlAnswers);
    on.add("schemas hold tables of the same name", this::schemasHoldTables);
  }

  private void tableLives() throws Exception {
    TableSchema schema =
        TableSchema.builder()
            .withColumn(Column.newBuilder("id", TypeInfoFactory.BIGINT).notNull().withComment("it's").build())
            .withColumn(new Column("price", TypeInfoFactory.getDecimalTypeInfo(10, 2)))
            .withColumn(new Column("names", TypeInfoFactory.getArrayTypeInfo(TypeInfoFactory.STRING)))
            .withPartitionColumn(new Column("pt", TypeInfoFactory.STRING))
            .build();
    odps.tables().newTableCreator(on.project(), "j_lives", schema).withComment("about it").withLifeCycle(7L).create();
    Conformance.equal(true, odps.tables().exists("j_lives"));

    Table table = odps.tables().get("j_lives");
    table.reload();
    Conformance.equal("about it", table.getComment());
    Conformance.equal(7L, table.getLife());
    Conformance.equal(on.project(), table.getProject());
    Conformance.equal("BIGINT", table.getSchema().getColumn("id").getTypeInfo().getTypeName());
    Conformance.equal(false, table.getSchema().getColumn("id").isNullable());
    Conformance.equal("it's", table.getSchema().getColumn("id").getComment());
    Conformance.equal("DECIMAL(10,2)", table.getSchema().getColumn("price").getTypeInfo().getTypeName());
    Conformance.equal("ARRAY<STRING>", table.getSchema().getColumn("names").getTypeInfo().getTypeName());
    Conformance.equal("pt", table.getSchema().getPartitionColumns().get(0).getName());
    Conformance.equal(false, table.isTransactional());

    List<String> names = new ArrayList<>();
    odps.tables().forEach(listed -> names.add(listed.getName()));
    Conformance.equal(true, names.contains("j_lives"));
    Conformance.equal("j_lives", odps.tables().loadTables(Arrays.asList("j_lives")).get(0).getName());

    odps.tables().delete("j_lives");
    Conformance.equal(false, odps.tables().exists("j_lives"));
  }

  private void tableChanges() throws Exception {
    Conformance.sql(odps, "create table j_changes (a int, b string);");
    Conformance.sql(odps, "insert into j_changes values (1, 'x');");
    Conformance.sql(odps, "alter table j_changes add columns (c bigint, d map<string,string>);");
    Conformance.sql(odps, "alter table j_changes change column a a bigint;");
    Table table = odps.tables().get("j_changes");
    table.changeComment("new");
    table.setLifeCycle(3);
    table = odps.tables().get("j_changes");
    Conformance.equal("new", table.getComment());
    Conformance.equal(3L, table.getLife());
    Conformance.equal(
        "[a, b, c, d]",
        table.getSchema().getColumns().stream().map(Column::getName).collect(Collectors.toList()).toString());
    Conformance.equal("BIGINT", table.getSchema().getColumn("a").getTypeInfo().getTypeName());
    table.truncate();
    Conformance.equal(
        0, SQLTask.getResult(Conformance.sql(odps, "select * from j_changes;")).size());
    table.rename("j_changed");
    Conformance.equal(true, odps.tables().exists("j_changed"));
  }

  private void partitionsLive() throws Exception {
    Conformance.sql(odps, "create table j_parts (a string) partitioned by (pt string, hh bigint);");
    Table table = odps.tables().get("j_parts");
    PartitionSpec first = new PartitionSpec("pt='11-17-2020 15:04',hh='1'");
    table.createPartition(first, true);
    table.createPartition(first, true);
    table.createPartition(new PartitionSpec("pt='b',hh='2'"));
    Conformance.equal(true, table.hasPartition(first));
    Conformance.equal(false, table.hasPartition(new PartitionSpec("pt='c',hh='2'")));
    List<String> listed = new ArrayList<>();
    for (Partition partition : table.getPartitions()) {
      listed.add(partition.getPartitionSpec().toString());
    }
    Conformance.equal("[pt='11-17-2020 15:04',hh='1', pt='b',hh='2']", listed.toString());
    Conformance.equal(0L, table.getPartition(first).getRecordNum());
    table.deletePartition(first);
    Conformance.equal(
        "pt=b/hh=2",
        SQLTask.getRawResult(Conformance.sql(odps, "show partitions j_parts;")).trim());
    Exception twice = Conformance.refused(() -> table.createPartition(new PartitionSpec("pt='b',hh='2'")));
    Conformance.holds(twice.getMessage(), "exists");
  }

  private void sqlAnswers() throws Exception {
    Conformance.sql(odps, "create table j_sql (topic string, n bigint, at datetime);");
    Conformance.sql(odps, "insert into j_sql values ('a', 1, datetime '2024-01-02 03:04:05'), (null, 2, null);");
    List<Record> texts = SQLTask.getResult(Conformance.sql(odps, "select topic, n from j_sql order by n;"));
    Conformance.equal(2, texts.size());
    Conformance.equal("a", texts.get(0).getString(0));
    Conformance.equal("1", texts.get(0).getString("n"));
    List<Record> typed =
        SQLTask.getResultByInstanceTunnel(Conformance.sql(odps, "select n, topic from j_sql where n = 2;"));
    Conformance.equal(2L, typed.get(0).getBigint(0));
    Conformance.equal(null, typed.get(0).getString(1));
    List<Record> none = SQLTask.getResultByInstanceTunnel(Conformance.sql(odps, "select n from j_sql where n = 9;"));
    Conformance.equal(0, none.size());
    Conformance.equal(
        2L, SQLTask.getResultSet(Conformance.sql(odps, "select * from j_sql;")).getRecordCount());
    Conformance.holds(
        Conformance.refused(() -> Conformance.sql(odps, "select * from nowhere;")).getMessage(),
        "ODPS-0130131:[1,15] Table not found");
    Conformance.holds(
        Conformance.refused(() -> Conformance.sql(odps, "selekt 1;")).getMessage(), "ODPS-0130161:[1,1]");
    Conformance.holds(
        Conformance.refused(() -> Conformance.sql(odps, "select x from j_sql;")).getMessage(), "ODPS-0130071");
  }

  private void schemasHoldTables() throws Exception {
    odps.schemas().create(on.project(), "j_schema");
    Conformance.equal(true, odps.schemas().exists("j_schema"));
    Conformance.equal(false, odps.schemas().exists("j_other"));
    Conformance.sql(odps, "create table " + on.project() + ".j_schema.t (a bigint);");
    Odps within = on.owner();
    within.setCurrentSchema("j_schema");
    Conformance.equal(true, within.tables().exists("t"));
    Conformance.equal(false, odps.tables().exists("t"));
    Table table = within.tables().get(on.project(), "j_schema", "t");
    table.reload();
    Conformance.equal("j_schema", table.getSchemaName());
    within.tables().delete(on.project(), "j_schema", "t", false);
    odps.schemas().delete(on.project(), "j_schema");
    Conformance.equal(false, odps.schemas().exists("j_schema"));
  }
}
