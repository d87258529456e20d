#ifndef SLUICE_BASE_HTTP_SERVER_ANSWER_H_
#define SLUICE_BASE_HTTP_SERVER_ANSWER_H_

#include <functional>
#include <memory>
#include <utility>

#include "base/http/server/exchange.h"

namespace sluice::http {

// Takes the answer to one request: at once or later, on any thread, but once. One that is let go
// without an answer answers 500, so that no connection waits for ever.
class Answer {
 public:
  explicit Answer(std::function<void(ServerResponse)> send) : send_(std::move(send)) {}
  ~Answer() {
    if (send_) Give({.status = 500});
  }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  void Give(ServerResponse response) { std::exchange(send_, nullptr)(std::move(response)); }

 private:
  std::function<void(ServerResponse)> send_;
};

// Answers one request, then or later. Called on many threads at once; may block for a while, but
// what waits for others should give its answer later and hold no thread meanwhile.
using LateHandler = std::function<void(ServerRequest, std::shared_ptr<Answer>)>;

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_ANSWER_H_
