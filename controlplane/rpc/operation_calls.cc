#include "controlplane/rpc/operation_calls.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/operation_filter.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_operation.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

constexpr absl::string_view kCollection = "operations";
constexpr absl::Duration kLookAgain = absl::Seconds(1);  // If a signal was missed.

std::string TokenOf(const Operation& operation) {
  return absl::StrCat(absl::ToUnixMicros(operation.create_time), " ", operation.id);
}

std::optional<OperationCursor> CursorOf(const std::string& after) {
  if (after.empty()) return std::nullopt;
  const std::pair<std::string, std::string> parts = absl::StrSplit(after, absl::MaxSplits(' ', 1));
  int64_t micros = 0;
  if (!absl::SimpleAtoi(parts.first, &micros)) micros = 0;
  return OperationCursor{absl::FromUnixMicros(micros), parts.second};
}

// `work` on the operation of this name.
template <typename Work>
absl::Status ByName(absl::string_view name, Work work) {
  Violations violations;
  const std::string id = ReadOperationName("name", name, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  return About(work(id), kOperationType, name);
}

}  // namespace

absl::Status OperationCalls::List(const google::longrunning::ListOperationsRequest& request,
                                  google::longrunning::ListOperationsResponse* response) {
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  if (request.name() != kCollection) {
    violations.Add("name", request.name().empty() ? "FIELD_REQUIRED" : "FIELD_FORM",
                   absl::StrCat("is ", Echo(request.name()), "; write it as operations"));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(const OperationFilter filter, ReadOperationFilter(request.filter()));
  const std::string list = absl::StrCat(kCollection, " ", request.filter());
  SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(list, request.page_token()));
  SLUICE_ASSIGN_OR_RETURN(std::vector<Operation> page,
                          operations_.ListOperations(filter, CursorOf(after), page_size + 1));
  if (static_cast<int>(page.size()) > page_size) {
    page.resize(page_size);
    response->set_next_page_token(MakePageToken(list, TokenOf(page.back())));
  }
  for (const Operation& operation : page) *response->add_operations() = ToProto(operation);
  return absl::OkStatus();
}

absl::Status OperationCalls::Get(absl::string_view name, google::longrunning::Operation* response) {
  return ByName(name, [&](const std::string& id) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(const Operation operation, operations_.GetOperation(id));
    *response = ToProto(operation);
    return absl::OkStatus();
  });
}

absl::Status OperationCalls::Get(const google::longrunning::GetOperationRequest& request,
                                 google::longrunning::Operation* response) {
  return Get(request.name(), response);
}

absl::Status OperationCalls::Cancel(const google::longrunning::CancelOperationRequest& request,
                                    google::protobuf::Empty*) {
  return ByName(request.name(), [&](const std::string& id) {
    return operations_.CancelOperation(id, StorableNow(clock_));
  });
}

absl::Status OperationCalls::Delete(const google::longrunning::DeleteOperationRequest& request,
                                    google::protobuf::Empty*) {
  return ByName(request.name(),
                [&](const std::string& id) { return operations_.DeleteOperation(id); });
}

absl::Status OperationCalls::Wait(const google::longrunning::WaitOperationRequest& request,
                                  google::longrunning::Operation* response) {
  Violations violations;
  absl::Duration timeout = kWaitMax;
  if (request.has_timeout()) {
    timeout = std::min(kWaitMax, FromDuration(request.timeout(), "timeout", violations));
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::Duration end = clock_.Monotonic() + timeout;
  for (;;) {
    const int64_t seen = changes_.Count(Change::kOperations);
    SLUICE_RETURN_IF_ERROR(Get(request.name(), response));
    const absl::Duration left = std::min(timeout, end - clock_.Monotonic());
    if (response->done() || left <= absl::ZeroDuration()) return absl::OkStatus();
    const absl::Duration nap = std::min(left, kLookAgain);
    const bool signalled = changes_.WaitBeyond(Change::kOperations, seen, nap) > seen;
    // Counted besides the clock: once signals are stopped nobody naps.
    if (!signalled) timeout -= nap;
  }
}

}  // namespace sluice::controlplane
