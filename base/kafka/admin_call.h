#ifndef SLUICE_BASE_KAFKA_ADMIN_CALL_H_
#define SLUICE_BASE_KAFKA_ADMIN_CALL_H_

#include <librdkafka/rdkafka.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/client_handle.h"

namespace sluice::kafka {

// One request of librdkafka's admin interface and its answer, which it owns.
//
//     AdminCall call(client, RD_KAFKA_ADMIN_OP_DELETEGROUPS, timeout, "deleting group g");
//     rd_kafka_DeleteGroups(client.get(), groups, 1, call.options(), call.queue());
//     SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * answer, call.Await());
class AdminCall {
 public:
  // `doing` begins the message of every error; `needs` are the rights that it takes.
  AdminCall(ClientHandle& client, rd_kafka_admin_op_t op, absl::Duration timeout, std::string doing,
            std::vector<Right> needs = {});

  const rd_kafka_AdminOptions_t* options() const { return options_.get(); }
  rd_kafka_queue_t* queue() const { return queue_.get(); }
  const std::string& doing() const { return doing_; }

  // The broker shall answer only when the change is visible. For creating and deleting topics.
  void WaitUntilDone();
  void ReadCommittedOnly();
  void RequireStableOffsets();
  // The broker shall say of each thing what may be done with it.
  void AskForRights();
  // The broker shall only say whether it would do it.
  void ValidateOnly();

  // The Status for what the answer says of one thing.
  absl::Status StatusOf(rd_kafka_resp_err_t code, const char* detail = nullptr) const;

  // Waits a while for the answer. Whether Await() will give it at once.
  bool IsAnswered(absl::Duration patience);

  // The answer, valid as long as this call; an error when there was none in time.
  absl::StatusOr<rd_kafka_event_t*> Await();

 private:
  struct OptionsDeleter {
    void operator()(rd_kafka_AdminOptions_t* o) const { rd_kafka_AdminOptions_destroy(o); }
  };
  struct QueueDeleter {
    void operator()(rd_kafka_queue_t* q) const { rd_kafka_queue_destroy(q); }
  };
  struct EventDeleter {
    void operator()(rd_kafka_event_t* e) const { rd_kafka_event_destroy(e); }
  };

  ClientHandle& client_;
  const int timeout_ms_;
  const std::string doing_;
  const std::vector<Right> needs_;
  std::unique_ptr<rd_kafka_AdminOptions_t, OptionsDeleter> options_;
  std::unique_ptr<rd_kafka_queue_t, QueueDeleter> queue_;
  std::unique_ptr<rd_kafka_event_t, EventDeleter> event_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_ADMIN_CALL_H_
