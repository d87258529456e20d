import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.TunnelException;
import com.aliyun.odps.tunnel.io.CompressOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Batch sessions: blocks, commits, downloads, and what they are refused for. */
final class UploadCases {
  private final Conformance on;
  private final Odps odps;
  private final TableTunnel tunnel;

  UploadCases(Conformance on) {
    this.on = on;
    this.odps = on.owner();
    this.tunnel = new TableTunnel(odps);
  }

  void add() {
    on.add("blocks are replaced, listed and committed at once", this::blocks);
    on.add("a commit whose list differs is refused", this::blockListDiffers);
    on.add("a buffered writer counts its own blocks, packed", this::bufferedWriter);
    on.add("an overwriting session replaces the partition", this::overwrites);
    on.add("a download gives the rows and columns asked for", this::downloads);
    on.add("errors of the tunnel carry their codes", this::errors);
  }

  private static void write(TableTunnel.UploadSession session, long block, long from, long to) throws Exception {
    try (RecordWriter writer = session.openRecordWriter(block)) {
      Record record = session.newRecord();
      for (long i = from; i < to; ++i) {
        record.setBigint(0, i);
        record.setString(1, "row " + i);
        writer.write(record);
      }
    }
  }

  private List<Long> ids(String table, PartitionSpec partition) throws Exception {
    TableTunnel.DownloadSession session = tunnel.createDownloadSession(on.project(), table, partition);
    List<Long> ids = new ArrayList<>();
    try (RecordReader reader = session.openRecordReader(0, session.getRecordCount())) {
      for (Record record = reader.read(); record != null; record = reader.read()) {
        ids.add(record.getBigint(0));
      }
    }
    return ids;
  }

  private PartitionSpec makeTable(String name) throws Exception {
    Conformance.sql(odps, "create table " + name + " (id bigint, s string) partitioned by (pt string);");
    PartitionSpec partition = new PartitionSpec("pt='11-17-2020 15'");
    odps.tables().get(name).createPartition(partition);
    return partition;
  }

  private void blocks() throws Exception {
    PartitionSpec partition = makeTable("j_blocks");
    TableTunnel.UploadSession session = tunnel.createUploadSession(on.project(), "j_blocks", partition);
    write(session, 3, 100, 200);
    write(session, 3, 10, 12);  // Replaces.
    write(session, 1, 0, 2);
    write(session, 5, 0, 0);
    Conformance.equal("[1, 3, 5]", Arrays.toString(sorted(session.getBlockList())));
    Conformance.equal("NORMAL", session.getStatus().name());
    Conformance.equal("[]", ids("j_blocks", partition).toString());
    session.commit(new Long[] {1L, 3L, 5L});
    Conformance.equal("[0, 1, 10, 11]", ids("j_blocks", partition).toString());
    TableTunnel.UploadSession again = tunnel.getUploadSession(on.project(), "j_blocks", partition, session.getId());
    Conformance.equal("CLOSED", again.getStatus().name());
    Conformance.equal(4L, odps.tables().get("j_blocks").getPartition(partition).getRecordNum());
  }

  private static Long[] sorted(Long[] blocks) {
    Arrays.sort(blocks);
    return blocks;
  }

  private void blockListDiffers() throws Exception {
    PartitionSpec partition = makeTable("j_differs");
    TableTunnel.UploadSession session = tunnel.createUploadSession(on.project(), "j_differs", partition);
    write(session, 0, 0, 1);
    Conformance.refused(() -> session.commit(new Long[] {0L, 1L}));
    Conformance.equal("[]", ids("j_differs", partition).toString());
  }

  private void bufferedWriter() throws Exception {
    PartitionSpec partition = makeTable("j_buffered");
    TableTunnel.UploadSession session = tunnel.createUploadSession(on.project(), "j_buffered", partition);
    CompressOption packed = new CompressOption(CompressOption.CompressAlgorithm.ODPS_ZLIB, 1, 0);
    try (RecordWriter writer = session.openBufferedWriter(packed)) {
      Record record = session.newRecord();
      for (long i = 0; i < 5000; ++i) {
        record.setBigint(0, i);
        record.setString(1, "a text that repeats itself");
        writer.write(record);
      }
    }
    session.commit();
    Conformance.equal(5000, ids("j_buffered", partition).size());
  }

  private void overwrites() throws Exception {
    PartitionSpec partition = makeTable("j_overwrites");
    for (long begin : new long[] {0, 10}) {
      TableTunnel.UploadSession session =
          tunnel.createUploadSession(on.project(), "j_overwrites", partition, /* overwrite= */ true);
      write(session, 0, begin, begin + 2);
      session.commit(new Long[] {0L});
    }
    Conformance.equal("[10, 11]", ids("j_overwrites", partition).toString());
  }

  private void downloads() throws Exception {
    PartitionSpec partition = makeTable("j_downloads");
    TableTunnel.UploadSession upload = tunnel.createUploadSession(on.project(), "j_downloads", partition);
    write(upload, 0, 0, 100);
    upload.commit();
    TableTunnel.DownloadSession session = tunnel.createDownloadSession(on.project(), "j_downloads", partition);
    List<Column> columns = Arrays.asList(session.getSchema().getColumn("s"));
    for (boolean packed : new boolean[] {false, true}) {
      try (RecordReader reader = session.openRecordReader(90, 100, packed, columns)) {
        Conformance.equal("row 90", reader.read().getString("s"));
        int rest = 0;
        while (reader.read() != null) {
          ++rest;
        }
        Conformance.equal(9, rest);
      }
    }
    Conformance.equal(
        100L, tunnel.getDownloadSession(on.project(), "j_downloads", partition, session.getId()).getRecordCount());
  }

  private void errors() throws Exception {
    makeTable("j_errors");
    code("NoSuchTable", () -> tunnel.createUploadSession(on.project(), "j_nowhere"));
    // The client asks REST where the tunnel is, and keeps no code of that.
    Conformance.holds(
        Conformance.refused(() -> tunnel.createUploadSession("j_nowhere", "j_errors")).getMessage(),
        "project j_nowhere does not exist");
    TunnelException why =
        code("MissingPartitionSpec", () -> tunnel.createUploadSession(on.project(), "j_errors"));
    Conformance.equal(false, why.getRequestId() == null || why.getRequestId().isEmpty());
    code(
        "NoSuchPartition",
        () -> tunnel.createUploadSession(on.project(), "j_errors", new PartitionSpec("pt='none'")));
    code(
        "NoSuchUpload",
        () -> tunnel.getUploadSession(on.project(), "j_errors", new PartitionSpec("pt='11-17-2020 15'"), "none"));
    Conformance.sql(odps, "create table j_not_null (a bigint not null);");
    TableTunnel.UploadSession session = tunnel.createUploadSession(on.project(), "j_not_null");
    Exception refused =
        Conformance.refused(
            () -> {
              try (RecordWriter writer = session.openRecordWriter(0)) {
                writer.write(session.newRecord());
              }
            });
    Conformance.holds(String.valueOf(refused.getMessage()) + refused.getCause(), "is not nullable");
  }

  private static TunnelException code(String code, Conformance.Case body) throws Exception {
    TunnelException why = (TunnelException) Conformance.refused(body);
    Conformance.equal(code, why.getErrorCode());
    return why;
  }
}
