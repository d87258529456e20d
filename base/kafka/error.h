#ifndef SLUICE_BASE_KAFKA_ERROR_H_
#define SLUICE_BASE_KAFKA_ERROR_H_

#include <librdkafka/rdkafka.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::kafka {

// The Status for what librdkafka or a broker answered: a code that says what to do, a reason for
// programs, and the text "<doing>: <what Kafka says>". OK for RD_KAFKA_RESP_ERR_NO_ERROR.
//
// Only base/kafka includes this: nobody else knows librdkafka's codes.
//
// `doing` says what was tried with which thing: "creating topic connect-offset-a".
// `detail` is the broker's own sentence where it sent one.
absl::Status ToStatus(rd_kafka_resp_err_t code, absl::string_view doing,
                      absl::string_view detail = "");

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_ERROR_H_
