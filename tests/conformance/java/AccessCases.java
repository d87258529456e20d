import com.aliyun.odps.Odps;
import com.aliyun.odps.PartitionSpec;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.account.StsAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;

/** Who asks, how it is signed, and what a missing grant says. */
final class AccessCases {
  private static final String REGION = "cn-hangzhou";

  private final Conformance on;

  AccessCases(Conformance on) {
    this.on = on;
  }

  void add() {
    on.add("keys that are unknown or wrong are refused", this::wrongKeys);
    on.add("signatures of version 4 are taken by REST and tunnel", this::version4);
    on.add("security statements are answered", this::security);
    on.add("a role's temporary key may do what was granted, and a missing grant is named", this::role);
  }

  private static Exception refusedAs(String code, Odps odps) throws Exception {
    Exception why = Conformance.refused(() -> odps.tables().get("j_any").reload());
    Conformance.equal(code, Conformance.codeOf(why));
    return why;
  }

  private void wrongKeys() throws Exception {
    refusedAs("InvalidAccessKeyId", on.connect(new AliyunAccount("LTAInobody", "secret")));
    refusedAs("SignatureNotMatch", on.connect(new AliyunAccount(on.ownerKey[0], "not-the-secret")));
    refusedAs("SignatureNotMatch", on.connect(new AliyunAccount(on.ownerKey[0], "not-the-secret", REGION)));
    // The key of a role is worth nothing without its token, or with another.
    refusedAs("InvalidSecurityToken", on.connect(new AliyunAccount(on.roleKey[0], on.roleKey[1])));
    refusedAs("InvalidSecurityToken", on.connect(new StsAccount(on.roleKey[0], on.roleKey[1], "another")));
  }

  private void writeAndCount(Odps odps, String table, int expected) throws Exception {
    TableTunnel.UploadSession session =
        new TableTunnel(odps).createUploadSession(on.project(), table, new PartitionSpec("pt='11-17-2020 15'"));
    try (RecordWriter writer = session.openRecordWriter(0)) {
      Record record = session.newRecord();
      record.setBigint(0, 1L);
      writer.write(record);
    }
    session.commit(new Long[] {0L});
    Conformance.equal(
        expected,
        SQLTask.getResult(Conformance.sql(on.owner(), "select id from " + table + ";")).size());
  }

  private void version4() throws Exception {
    Odps odps = on.connect(new AliyunAccount(on.ownerKey[0], on.ownerKey[1], REGION));
    Conformance.sql(odps, "create table j_v4 (id bigint) partitioned by (pt string);");
    odps.tables().get("j_v4").createPartition(new PartitionSpec("pt='11-17-2020 15'"));
    writeAndCount(odps, "j_v4", 1);
  }

  private void security() throws Exception {
    Odps owner = on.owner();
    Conformance.holds(
        owner.projects().get(on.project()).getSecurityManager().runQuery("whoami", false), on.project());
    Conformance.holds(
        Conformance.refused(
                () ->
                    owner
                        .projects()
                        .get(on.project())
                        .getSecurityManager()
                        .runQuery("grant Describe on table nowhere to user ALIYUN$7", false))
            .getMessage(),
        "is not in the project");
  }

  private void role() throws Exception {
    Odps owner = on.owner();
    Conformance.sql(owner, "create table j_role (id bigint) partitioned by (pt string);");
    Odps role = on.connect(new StsAccount(on.roleKey[0], on.roleKey[1], on.roleKey[2], REGION));
    Conformance.holds(refusedAs("NoPermission", role).getMessage(), "You don't exist in project");
    run(owner, "add user `" + on.rolePrincipal + "`");
    PartitionSpec partition = new PartitionSpec("pt='11-17-2020 15'");

    missing("Describe", () -> role.tables().get("j_role").reload());
    run(owner, "grant Describe on table j_role to user `" + on.rolePrincipal + "`");
    role.tables().get("j_role").reload();
    missing("CreateInstance", () -> role.tables().get("j_role").createPartition(partition));
    run(owner, "grant CreateInstance on project " + on.project() + " to user `" + on.rolePrincipal + "`");
    missing("Alter", () -> role.tables().get("j_role").createPartition(partition));
    run(owner, "grant Alter on table j_role to user `" + on.rolePrincipal + "`");
    role.tables().get("j_role").createPartition(partition);
    missing("Update", () -> new TableTunnel(role).createUploadSession(on.project(), "j_role", partition));
    run(owner, "grant Update on table j_role to user `" + on.rolePrincipal + "`");
    writeAndCount(role, "j_role", 1);
    missing("Select", () -> Conformance.sql(role, "select * from j_role;"));
    missing("Drop", () -> Conformance.sql(role, "drop table j_role;"));
    run(owner, "revoke Update on table j_role from user `" + on.rolePrincipal + "`");
    missing("Update", () -> new TableTunnel(role).createUploadSession(on.project(), "j_role", partition));
  }

  private void run(Odps owner, String statement) throws Exception {
    owner.projects().get(on.project()).getSecurityManager().runQuery(statement, false);
  }

  private void missing(String action, Conformance.Case body) throws Exception {
    String message = String.valueOf(Conformance.refused(body).getMessage());
    Conformance.holds(message, "ODPS-0420095");
    Conformance.holds(message, "'odps:" + action + "'");
    Conformance.holds(message, "projects/" + on.project());
    Conformance.holds(message, on.rolePrincipal);
  }
}
