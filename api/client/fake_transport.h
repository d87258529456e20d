#ifndef SLUICE_API_CLIENT_FAKE_TRANSPORT_H_
#define SLUICE_API_CLIENT_FAKE_TRANSPORT_H_

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "api/client/transport.h"
#include "google/protobuf/message.h"

namespace sluice::client {

// A control plane in memory: each method answers as the test says. One thread.
class FakeTransport : public Transport {
 public:
  using Types = std::pair<const google::protobuf::Descriptor*, const google::protobuf::Descriptor*>;

  // `answer`: absl::StatusOr<Response>(const Request&).
  template <typename Request, typename Response>
  void On(const std::string& method,
          std::function<absl::StatusOr<Response>(const Request&)> answer) {
    answers_[method] = [answer = std::move(answer)](const google::protobuf::Message& request,
                                                    google::protobuf::Message* response) {
      absl::StatusOr<Response> answered = answer(dynamic_cast<const Request&>(request));
      if (answered.ok()) response->CopyFrom(*answered);
      return answered.status();
    };
  }

  // The method answers each of `streams` in turn, message by message, and ends each with its
  // status; the last one from then on.
  template <typename Response>
  struct Streamed {
    std::vector<Response> messages;
    absl::Status end;
  };
  template <typename Response>
  void OnStream(const std::string& method, std::vector<Streamed<Response>> streams) {
    streams_[method] = [streams = std::move(streams), next = size_t{0}](
                           google::protobuf::Message* response,
                           absl::FunctionRef<bool()> take) mutable {
      const Streamed<Response>& stream = streams[std::min(next++, streams.size() - 1)];
      for (const Response& message : stream.messages) {
        response->CopyFrom(message);
        if (!take()) return absl::OkStatus();
      }
      return stream.end;
    };
  }

  // The next call, whatever its method, answers `status`. Repeat for several.
  void FailNext(absl::Status status) { failures_.push_back(std::move(status)); }

  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message* response, absl::Duration timeout) override {
    calls_.emplace_back(method);
    timeouts_.push_back(timeout);
    types_.emplace_back(request.GetDescriptor(), response->GetDescriptor());
    requests_.push_back(request.ShortDebugString());
    if (!failures_.empty()) {
      absl::Status failure = failures_.front();
      failures_.pop_front();
      return failure;
    }
    auto found = answers_.find(std::string(method));
    if (found == answers_.end()) {
      return absl::UnimplementedError(absl::StrCat("the fake does not answer ", method));
    }
    return found->second(request, response);
  }

  absl::Status Stream(absl::string_view method, const google::protobuf::Message& request,
                      google::protobuf::Message* response, absl::FunctionRef<bool()> take,
                      absl::Duration timeout) override {
    calls_.emplace_back(method);
    timeouts_.push_back(timeout);
    types_.emplace_back(request.GetDescriptor(), response->GetDescriptor());
    requests_.push_back(request.ShortDebugString());
    auto found = streams_.find(std::string(method));
    if (found == streams_.end()) {
      return absl::UnimplementedError(absl::StrCat("the fake does not answer ", method));
    }
    return found->second(response, take);
  }

  const std::vector<std::string>& calls() const { return calls_; }
  const std::vector<std::string>& requests() const { return requests_; }
  const std::vector<absl::Duration>& timeouts() const { return timeouts_; }
  // Of requests and responses.
  const std::vector<Types>& types() const { return types_; }

 private:
  using Answer =
      std::function<absl::Status(const google::protobuf::Message&, google::protobuf::Message*)>;
  std::map<std::string, Answer> answers_;
  std::map<std::string,
           std::function<absl::Status(google::protobuf::Message*, absl::FunctionRef<bool()>)>>
      streams_;
  std::deque<absl::Status> failures_;
  std::vector<std::string> calls_;
  std::vector<std::string> requests_;
  std::vector<absl::Duration> timeouts_;
  std::vector<Types> types_;
};

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_FAKE_TRANSPORT_H_
