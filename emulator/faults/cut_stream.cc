#include "emulator/faults/cut_stream.h"

#include <memory>
#include <string>
#include <utility>

#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

class CutStream : public http::ResponseStream {
 public:
  CutStream(std::string body, std::unique_ptr<http::ResponseStream> stream, int64_t left)
      : body_(std::move(body)), stream_(std::move(stream)), left_(left) {}

  absl::StatusOr<std::string> Next() override {
    std::string chunk = std::exchange(body_, "");
    if (chunk.empty() && stream_ != nullptr && left_ > 0) {
      SLUICE_ASSIGN_OR_RETURN(chunk, stream_->Next());
    }
    if (chunk.empty() || left_ <= 0) return absl::AbortedError("the answer is cut, as asked");
    if (static_cast<int64_t>(chunk.size()) > left_) chunk.resize(left_);
    left_ -= static_cast<int64_t>(chunk.size());
    return chunk;
  }

 private:
  std::string body_;
  const std::unique_ptr<http::ResponseStream> stream_;
  int64_t left_;
};

}  // namespace

http::ServerResponse CutAfter(http::ServerResponse response, int64_t bytes) {
  if (response.body.empty() && response.stream == nullptr) {
    return http::ServerResponse{.hang_up = true};
  }
  response.stream = std::make_unique<CutStream>(std::exchange(response.body, ""),
                                                std::move(response.stream), bytes);
  return response;
}

}  // namespace sluice::emulator
