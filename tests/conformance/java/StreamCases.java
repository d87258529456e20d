import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.util.ArrayList;
import java.util.List;

/** Stream uploads and upserts. */
final class StreamCases {
  private final Conformance on;
  private final Odps odps;
  private final TableTunnel tunnel;

  StreamCases(Conformance on) {
    this.on = on;
    this.odps = on.owner();
    this.tunnel = new TableTunnel(odps);
  }

  void add() {
    on.add("packs of a stream are seen at once", this::streams);
    on.add("upserts replace and delete rows by their key", this::upserts);
    on.add("an upsert session that is aborted leaves nothing", this::abortedUpsert);
  }

  private List<String> rows(String sql) throws Exception {
    List<String> rows = new ArrayList<>();
    for (Record record : SQLTask.getResultByInstanceTunnel(Conformance.sql(odps, sql))) {
      rows.add(record.getBigint(0) + "=" + record.getString(1));
    }
    return rows;
  }

  private void streams() throws Exception {
    Conformance.sql(odps, "create table j_stream (id bigint, v string) partitioned by (pt string);");
    TableTunnel.StreamUploadSession session =
        tunnel
            .buildStreamUploadSession(on.project(), "j_stream")
            .setPartitionSpec(new PartitionSpec("pt='a'"))
            .setCreatePartition(true)
            .build();
    TableTunnel.StreamRecordPack pack = session.newRecordPack();
    for (long flush = 0; flush < 3; ++flush) {
      Record record = session.newRecord();
      record.setBigint(0, flush);
      record.setString(1, "v" + flush);
      pack.append(record);
      String trace = pack.flush();
      Conformance.equal(false, trace == null || trace.isEmpty());
      Conformance.equal((int) flush + 1, rows("select id, v from j_stream where pt='a';").size());
    }
    Conformance.equal("[0=v0, 1=v1, 2=v2]", rows("select id, v from j_stream order by id;").toString());
  }

  private void makeDeltaTable(String name) throws Exception {
    Conformance.sql(
        odps,
        "create table " + name + " (id bigint not null, v string, primary key (id)) "
            + "tblproperties (\"transactional\"=\"true\");");
    Conformance.equal(true, odps.tables().get(name).isTransactional());
    Conformance.equal("[id]", odps.tables().get(name).getPrimaryKey().toString());
  }

  private static Record row(TableTunnel.UpsertSession session, long id, String v) {
    Record record = session.newRecord();
    record.setBigint("id", id);
    record.setString("v", v);
    return record;
  }

  private void upserts() throws Exception {
    makeDeltaTable("j_upsert");
    try (TableTunnel.UpsertSession session = tunnel.buildUpsertSession(on.project(), "j_upsert").build()) {
      UpsertStream stream = session.buildUpsertStream().build();
      for (long id = 0; id < 4; ++id) {
        stream.upsert(row(session, id, "first"));
      }
      stream.upsert(row(session, 1, "second"));
      stream.delete(row(session, 2, null));
      stream.flush();
      stream.close();
      Conformance.equal("[]", rows("select id, v from j_upsert;").toString());
      session.commit(false);
    }
    Conformance.equal(
        "[0=first, 1=second, 3=first]", rows("select id, v from j_upsert order by id;").toString());
    try (TableTunnel.UpsertSession session = tunnel.buildUpsertSession(on.project(), "j_upsert").build()) {
      UpsertStream stream = session.buildUpsertStream().build();
      stream.upsert(row(session, 3, "third"));
      stream.delete(row(session, 0, null));
      stream.flush();
      stream.close();
      session.commit(false);
    }
    Conformance.equal("[1=second, 3=third]", rows("select id, v from j_upsert order by id;").toString());
  }

  private void abortedUpsert() throws Exception {
    makeDeltaTable("j_upsert_aborted");
    TableTunnel.UpsertSession session = tunnel.buildUpsertSession(on.project(), "j_upsert_aborted").build();
    UpsertStream stream = session.buildUpsertStream().build();
    stream.upsert(row(session, 1, "never"));
    stream.flush();
    stream.close();
    session.abort();
    session.close();
    Conformance.equal("[]", rows("select id, v from j_upsert_aborted;").toString());
  }
}
