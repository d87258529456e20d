import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.ArrayRecord;
import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.IntervalDayTime;
import com.aliyun.odps.data.IntervalYearMonth;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.SimpleStruct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.type.StructTypeInfo;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Every type there and back: written by the tunnel, read by it and through SELECT. */
final class TypeCases {
  private static final String COLUMNS =
      "a tinyint, b smallint, c int, d bigint, e float, f double, g boolean, h string, i varchar(10), j char(3), "
          + "k binary, l decimal(20,4), m date, n datetime, o timestamp, p timestamp_ntz, q json, "
          + "r array<bigint>, s map<string,array<double>>, t struct<x:bigint,y:struct<z:string>>";

  private final Conformance on;
  private final Odps odps;

  TypeCases(Conformance on) {
    this.on = on;
    this.odps = on.owner();
  }

  void add() {
    on.add("every type is written and read by the tunnel", this::tunnelReads);
    on.add("every type is read through SELECT", this::selectReads);
    on.add("every type is previewed", this::previews);
    on.add("intervals are written and read by the tunnel", this::intervals);
  }

  private static Object[] row(TableSchema schema) {
    StructTypeInfo outer = (StructTypeInfo) schema.getColumn("t").getTypeInfo();
    StructTypeInfo inner = (StructTypeInfo) outer.getFieldTypeInfos().get(1);
    return new Object[] {
      (byte) 1, (short) -2, 3, 1L << 62, 1.5f, 0.1, true, "h\u00e9llo, \"x\"\n", new Varchar("v"), new Char("abc"),
      new Binary(new byte[] {0, -1, 1}), new BigDecimal("-3.1400"), LocalDate.of(1969, 12, 31),
      ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 678_000_000, ZoneId.of("UTC")),
      Instant.parse("1969-12-31T23:59:59.000000001Z"), LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6),
      new SimpleJsonValue("{\"a\":[1]}"), Arrays.asList(1L, null, 2L),
      Collections.singletonMap("k", Arrays.asList(0.5, null)),
      new SimpleStruct(outer, Arrays.asList(7L, new SimpleStruct(inner, Arrays.asList("deep"))))
    };
  }

  private Object[] write(String table) throws Exception {
    Conformance.sql(odps, "create table " + table + " (" + COLUMNS + ");");
    TableTunnel.UploadSession session = new TableTunnel(odps).createUploadSession(on.project(), table);
    Object[] values = row(session.getSchema());
    try (RecordWriter writer = session.openRecordWriter(0)) {
      ArrayRecord record = (ArrayRecord) session.newRecord();
      for (int i = 0; i < values.length; ++i) {
        record.set(i, values[i]);
      }
      writer.write(record);
      writer.write(session.newRecord());
    }
    session.commit(new Long[] {0L});
    return values;
  }

  // As texts where the client's classes do not compare, or compare by the machine's zone.
  private static Object plain(Object value) {
    if (value instanceof byte[]) return new String((byte[]) value, StandardCharsets.UTF_8);
    if (value instanceof ZonedDateTime) return ((ZonedDateTime) value).toInstant();
    if (value instanceof BigDecimal) return ((BigDecimal) value).stripTrailingZeros();
    if (value instanceof Binary) return Arrays.toString(((Binary) value).data());
    if (value instanceof SimpleStruct || value instanceof SimpleJsonValue) return value.toString();
    if (value instanceof Varchar || value instanceof Char) return value.toString();
    return value;
  }

  private static void same(Object[] expected, Record actual) {
    for (int i = 0; i < expected.length; ++i) {
      try {
        Conformance.equal(plain(expected[i]), plain(((ArrayRecord) actual).get(i)));
      } catch (AssertionError why) {
        throw new AssertionError("column " + actual.getColumns()[i].getName() + ": " + why.getMessage());
      }
    }
  }

  private void tunnelReads() throws Exception {
    Object[] values = write("j_types");
    TableTunnel.DownloadSession session = new TableTunnel(odps).createDownloadSession(on.project(), "j_types");
    Conformance.equal(2L, session.getRecordCount());
    List<Record> rows = new ArrayList<>();
    try (RecordReader reader = session.openRecordReader(0, 2)) {
      for (Record record = reader.read(); record != null; record = reader.read()) {
        rows.add(((ArrayRecord) record).clone());
      }
    }
    same(values, rows.get(0));
    same(new Object[values.length], rows.get(1));
  }

  private void selectReads() throws Exception {
    Object[] values = write("j_types_sql");
    List<Record> rows = SQLTask.getResultByInstanceTunnel(Conformance.sql(odps, "select * from j_types_sql;"));
    Conformance.equal(2, rows.size());
    same(values, rows.get(0));
    same(new Object[values.length], rows.get(1));
    List<Record> texts =
        SQLTask.getResult(Conformance.sql(odps, "select c, l, m, r, q from j_types_sql where d is not null;"));
    Conformance.equal("3", texts.get(0).getString(0));
    Conformance.equal("1969-12-31", texts.get(0).getString(2));
    Conformance.equal("[1, \\N, 2]", texts.get(0).getString(3));
    Conformance.equal("{\"a\":[1]}", texts.get(0).getString(4));
  }

  private void previews() throws Exception {
    Object[] values = write("j_types_preview");
    try (RecordReader reader = odps.tables().get("j_types_preview").read(10)) {
      same(values, reader.read());
      same(new Object[values.length], reader.read());
      Conformance.equal(null, reader.read());
    }
    Conformance.sql(odps, "create table j_preview_keys (a bigint) partitioned by (pt string);");
    Conformance.sql(odps, "insert into j_preview_keys partition (pt='x') values (1), (2), (3);");
    Conformance.sql(odps, "insert into j_preview_keys partition (pt='y') values (4);");
    try (RecordReader reader =
        odps.tables().get("j_preview_keys").read(new PartitionSpec("pt='x'"), Arrays.asList("a", "pt"), 2)) {
      Conformance.equal("1 x", words(reader.read()));
      Conformance.equal("2 x", words(reader.read()));
      Conformance.equal(null, reader.read());
    }
  }

  private static String words(Record record) {
    return plain(record.get(0)) + " " + plain(record.get(1));
  }

  private void intervals() throws Exception {
    Conformance.sql(odps, "create table j_intervals (a interval_year_month, b interval_day_time);");
    TableTunnel.UploadSession session = new TableTunnel(odps).createUploadSession(on.project(), "j_intervals");
    Object[] values = {new IntervalYearMonth(14), new IntervalDayTime(93784, 5)};
    try (RecordWriter writer = session.openRecordWriter(0)) {
      ArrayRecord record = (ArrayRecord) session.newRecord();
      record.set(0, values[0]);
      record.set(1, values[1]);
      writer.write(record);
    }
    session.commit();
    TableTunnel.DownloadSession download = new TableTunnel(odps).createDownloadSession(on.project(), "j_intervals");
    try (RecordReader reader = download.openRecordReader(0, 1)) {
      same(values, reader.read());
    }
    Conformance.equal(
        "1 02:03:04.000000005",
        SQLTask.getResult(Conformance.sql(odps, "select b from j_intervals;")).get(0).getString(0));
  }
}
