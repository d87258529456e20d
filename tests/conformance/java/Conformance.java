import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.account.Account;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.task.SQLTask;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The official Java client, unmodified, against a running emulator. Every case prints its name and whether it
 * passed; the exit code is the number of those that did not.
 *
 * <p>Arguments: endpoint, project, the owner's key id and secret, the principal of a role that is no user of the
 * project yet, and the key id, secret and token of that role.
 */
public final class Conformance {

  /** One thing that must work; any exception is its failure. */
  interface Case {
    void run() throws Exception;
  }

  private final Map<String, Case> cases = new LinkedHashMap<>();
  private final String endpoint;
  private final String project;
  final String[] ownerKey;
  final String rolePrincipal;
  final String[] roleKey;

  private Conformance(String[] args) {
    endpoint = args[0];
    project = args[1];
    ownerKey = new String[] {args[2], args[3]};
    rolePrincipal = args[4];
    roleKey = new String[] {args[5], args[6], args[7]};
  }

  public static void main(String[] args) {
    Conformance conformance = new Conformance(args);
    new TableCases(conformance).add();
    new TypeCases(conformance).add();
    new UploadCases(conformance).add();
    new StreamCases(conformance).add();
    new AccessCases(conformance).add();
    System.exit(conformance.runAll());
  }

  void add(String name, Case body) {
    cases.put(name, body);
  }

  private int runAll() {
    int failed = 0;
    for (Map.Entry<String, Case> one : cases.entrySet()) {
      final long began = System.nanoTime();
      try {
        one.getValue().run();
        System.out.printf("passed %s (%d ms)%n", one.getKey(), (System.nanoTime() - began) / 1_000_000);
      } catch (Throwable why) {
        ++failed;
        System.out.println("FAILED " + one.getKey());
        why.printStackTrace(System.out);
      }
    }
    return failed;
  }

  String project() {
    return project;
  }

  Odps connect(Account account) {
    Odps odps = new Odps(account);
    odps.setEndpoint(endpoint);
    odps.setDefaultProject(project);
    odps.getRestClient().setRetryTimes(0);
    odps.getRestClient().setReadTimeout(20);
    odps.getRestClient().setConnectTimeout(5);
    return odps;
  }

  Odps owner() {
    return connect(new AliyunAccount(ownerKey[0], ownerKey[1]));
  }

  static Instance sql(Odps odps, String statement) throws Exception {
    Instance instance = SQLTask.run(odps, statement);
    instance.waitForSuccess();
    return instance;
  }

  static void equal(Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError("expected " + expected + ", was " + actual);
    }
  }

  static void holds(String whole, String part) {
    if (whole == null || !whole.contains(part)) {
      throw new AssertionError("expected '" + part + "' in: " + whole);
    }
  }

  /** The service's code of a refusal; the client likes to wrap it. */
  static String codeOf(Throwable why) {
    for (Throwable one = why; one != null; one = one.getCause()) {
      if (one instanceof OdpsException && ((OdpsException) one).getErrorCode() != null) {
        return ((OdpsException) one).getErrorCode();
      }
    }
    throw new AssertionError("has no code: " + why, why);
  }

  /** What `body` must fail with. */
  static Exception refused(Case body) throws Exception {
    try {
      body.run();
    } catch (Exception why) {
      return why;
    }
    throw new AssertionError("was not refused");
  }
}
