import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.ConnectorStatus;
import org.apache.kafka.connect.runtime.TaskStatus;
import org.apache.kafka.connect.runtime.TopicStatus;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.storage.ClusterConfigState;
import org.apache.kafka.connect.storage.KafkaConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaStatusBackingStore;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.connect.util.SharedTopicAdmin;

// Reads a connector's three internal topics with Kafka Connect's own classes, as a Connect worker
// does at its start, and prints what they understood, a fact a line:
//
//   java -cp JARS ReadInternalTopics.java --bootstrap-server HOST:PORT NAME OFFSETS CONFIGS STATUSES
public class ReadInternalTopics {
  private final String name;
  private final DistributedConfig config;
  private final SharedTopicAdmin admin;

  private ReadInternalTopics(String bootstrap, String name, String offsets, String configs,
      String statuses) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("group.id", "unused");
    settings.put("offset.storage.topic", offsets);
    settings.put("config.storage.topic", configs);
    settings.put("status.storage.topic", statuses);
    settings.put("key.converter", JsonConverter.class.getName());
    settings.put("value.converter", JsonConverter.class.getName());
    this.name = name;
    this.config = new DistributedConfig(settings);
    this.admin = new SharedTopicAdmin(Map.of("bootstrap.servers", bootstrap));
  }

  public static void main(String[] args) throws Exception {
    ReadInternalTopics reader = new ReadInternalTopics(args[1], args[2], args[3], args[4], args[5]);
    reader.readConfig();
    reader.readStatus();
    reader.readOffsets();
    reader.admin.close();
    System.exit(0);
  }

  private static void say(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) line.append(line.length() == 0 ? "" : " ").append(word);
    System.out.println(line);
  }

  private static JsonConverter converter(boolean isKey) {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", "false"), isKey);
    return converter;
  }

  private void readConfig() {
    KafkaConfigBackingStore store =
        new KafkaConfigBackingStore(converter(false), config, null, admin, "reader");
    store.start();
    ClusterConfigState state = store.snapshot();
    say("config connectors", new TreeSet<>(state.connectors()));
    say("config inconsistent", state.inconsistentConnectors());
    if (state.contains(name)) {
      say("config target", state.targetState(name));
      for (Map.Entry<String, String> property : new TreeMap<>(state.connectorConfig(name)).entrySet())
        say("config property", property.getKey() + "=" + property.getValue());
      for (ConnectorTaskId task : state.tasks(name))
        say("config task", task.task(), state.taskConfig(task).get("task.class"));
    }
    store.stop();
  }

  private void readStatus() {
    KafkaStatusBackingStore store =
        new KafkaStatusBackingStore(Time.SYSTEM, converter(false), admin, "reader");
    store.configure(config);
    store.start();
    ConnectorStatus connector = store.get(name);
    say("status connector", connector == null ? "none" : connector.state());
    for (TaskStatus task : store.getAll(name))
      say("status task", task.id().task(), task.state(), "worker", task.workerId());
    for (TopicStatus topic : store.getAllTopics(name))
      say("status topic", topic.topic(), "task", topic.task());
    store.stop();
  }

  private void readOffsets() throws Exception {
    KafkaOffsetBackingStore store =
        new KafkaOffsetBackingStore(admin, () -> "reader", converter(true));
    store.configure(config);
    store.start();
    JsonConverter values = converter(false);
    TreeSet<String> facts = new TreeSet<>();
    for (Map<String, Object> partition : store.connectorPartitions(name)) {
      ByteBuffer key = ByteBuffer.wrap(
          values.fromConnectData("", null, List.of(name, ordered(partition))));
      ByteBuffer value = store.get(List.of(key)).get(30, TimeUnit.SECONDS).get(key);
      Object offset =
          value == null ? null : values.toConnectData("", value.array()).value();
      facts.add("offset " + new TreeMap<>(partition) + " " + offset);
    }
    for (String fact : facts) say(fact);
    store.stop();
  }

  // A key is found by its bytes: the fields as they are written.
  private static Map<String, Object> ordered(Map<String, Object> partition) {
    Map<String, Object> ordered = new java.util.LinkedHashMap<>();
    for (String field : List.of("kafka_topic", "kafka_partition"))
      if (partition.containsKey(field)) ordered.put(field, partition.get(field));
    return ordered;
  }
}
