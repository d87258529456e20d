// Reads a topic as cheaply as librdkafka can and does nothing with it: what every reader has to pay
// before its own work begins.
//
//   consume_only_benchmark BOOTSTRAP TOPIC PARTITIONS RECORDS
//
// Prints {"rows", "cpu_seconds", "rss_peak_bytes"} of this process, once it has read the records.

#include <librdkafka/rdkafka.h>
#include <sys/resource.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

constexpr int kPatienceMs = 30'000;

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "consume_only: %s\n", what);
  std::exit(1);
}

rd_kafka_t* Open(const char* bootstrap) {
  char error[512];
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"bootstrap.servers", bootstrap},
           {"group.id", "consume-only"},
           {"enable.auto.commit", "false"},
           {"enable.auto.offset.store", "false"},
           // What the worker allows itself too.
           {"queued.max.messages.kbytes", "16384"}}) {
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK) Fail(error);
  }
  rd_kafka_t* kafka = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
  if (kafka == nullptr) Fail(error);
  rd_kafka_poll_set_consumer(kafka);
  return kafka;
}

void Assign(rd_kafka_t* kafka, const char* topic, int partitions) {
  rd_kafka_topic_partition_list_t* list = rd_kafka_topic_partition_list_new(partitions);
  for (int partition = 0; partition < partitions; ++partition)
    rd_kafka_topic_partition_list_add(list, topic, partition)->offset = 0;
  if (rd_kafka_assign(kafka, list) != RD_KAFKA_RESP_ERR_NO_ERROR) Fail("cannot assign");
  rd_kafka_topic_partition_list_destroy(list);
}

int64_t ReadAll(rd_kafka_t* kafka, int64_t records) {
  rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(kafka);
  static std::array<rd_kafka_message_t*, 2000> messages;
  int64_t read = 0;
  while (read < records) {
    const ssize_t count =
        rd_kafka_consume_batch_queue(queue, kPatienceMs, messages.data(), messages.size());
    if (count <= 0) Fail("the records do not come");
    for (ssize_t i = 0; i < count; ++i) {
      if (messages[i]->err == RD_KAFKA_RESP_ERR_NO_ERROR) ++read;
      rd_kafka_message_destroy(messages[i]);
    }
  }
  rd_kafka_queue_destroy(queue);
  return read;
}

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) Fail("wants BOOTSTRAP TOPIC PARTITIONS RECORDS");
  rd_kafka_t* kafka = Open(argv[1]);
  Assign(kafka, argv[2], std::atoi(argv[3]));
  const int64_t rows = ReadAll(kafka, std::atoll(argv[4]));
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  std::printf("{\"rows\": %lld, \"cpu_seconds\": %.3f, \"rss_peak_bytes\": %lld}\n",
              static_cast<long long>(rows), Seconds(used.ru_utime) + Seconds(used.ru_stime),
              static_cast<long long>(used.ru_maxrss) * 1024);
  rd_kafka_consumer_close(kafka);
  rd_kafka_destroy(kafka);
}
