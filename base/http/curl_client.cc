#include "base/http/curl_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/sync/mutex.h"

namespace sluice::http {
namespace {

struct HandleCloser {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, HandleCloser>;

struct ListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListFree>;

// What libcurl's callbacks see of a request under way.
struct Exchange {
  explicit Exchange(const HttpRequest& sent) : request(sent), unsent(sent.body) {}

  const HttpRequest& request;
  absl::string_view unsent;
  int times_sent = 0;
  absl::Status source_error;
  bool response_too_long = false;
  HttpResponse response;
};

size_t GiveBody(char* buffer, size_t size, size_t count, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  const size_t room = size * count;
  if (!exchange.request.body_source) {
    const size_t length = std::min(room, exchange.unsent.size());
    std::memcpy(buffer, exchange.unsent.data(), length);
    exchange.unsent.remove_prefix(length);
    return length;
  }
  absl::StatusOr<size_t> length = exchange.request.body_source(absl::MakeSpan(buffer, room));
  if (length.ok()) return *length;
  exchange.source_error = length.status();
  return CURL_READFUNC_ABORT;
}

size_t TakeBody(char* bytes, size_t size, size_t count, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  const size_t length = size * count;
  std::string& body = exchange.response.body;
  if (static_cast<int64_t>(body.size() + length) > exchange.request.response_bytes_max) {
    exchange.response_too_long = true;
    return CURL_WRITEFUNC_ERROR;
  }
  body.append(bytes, length);
  return length;
}

size_t TakeHeader(char* bytes, size_t size, size_t count, void* user) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  const size_t length = size * count;
  const absl::string_view line(bytes, length);
  // A new status line: what came before belonged to an interim answer such as 100.
  if (absl::StartsWith(line, "HTTP/")) {
    exchange.response.headers = Headers();
    return length;
  }
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return length;
  exchange.response.headers.Add(line.substr(0, colon),
                                absl::StripAsciiWhitespace(line.substr(colon + 1)));
  return length;
}

// libcurl sends a request a second time when a kept connection turns out to be closed. The first
// one may have been carried out all the same, and only the caller knows whether twice is harmless.
int SendOnlyOnce(void* user, char*, char*, int, int) {
  Exchange& exchange = *static_cast<Exchange*>(user);
  return ++exchange.times_sent == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

bool IsGivenUp(const HttpRequest& request) {
  return request.given_up != nullptr && request.given_up->load();
}

// libcurl asks about once a second, also while nothing comes.
int GoOnUnlessGivenUp(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return IsGivenUp(static_cast<Exchange*>(user)->request) ? 1 : 0;
}

long Milliseconds(absl::Duration duration) {
  // 0 would mean "for ever" to libcurl.
  return std::clamp<int64_t>(absl::ToInt64Milliseconds(duration), 1, 24 * 3600 * 1000);
}

bool HasLineBreak(absl::string_view text) {
  return text.find_first_of(absl::string_view("\r\n\0", 3)) != absl::string_view::npos;
}

absl::StatusOr<List> HeaderList(const HttpRequest& request) {
  curl_slist* list = nullptr;
  const auto append = [&list](const std::string& line) {
    list = curl_slist_append(list, line.c_str());
  };
  for (const auto& [name, value] : request.headers) {
    if (HasLineBreak(name) || HasLineBreak(value)) {
      curl_slist_free_all(list);
      return absl::InvalidArgumentError(
          absl::StrCat("the header ", absl::CHexEscape(name), " holds a line break"));
    }
    // "Name;" is libcurl's way to say a header with an empty value.
    append(value.empty() ? absl::StrCat(name, ";") : absl::StrCat(name, ": ", value));
  }
  // libcurl would add these by itself. A wait for "100 Continue" costs a second where it is not
  // answered.
  if (!request.headers.Has("Expect")) append("Expect:");
  if (!request.headers.Has("Accept")) append("Accept:");
  if (!request.headers.Has("Content-Type")) append("Content-Type:");
  if (request.body_source) append("Transfer-Encoding: chunked");
  return List(list);
}

void SetMethodAndBody(CURL* curl, const HttpRequest& request, Exchange& exchange) {
  const bool has_body = request.body.data() != nullptr || request.body_source != nullptr;
  if (has_body) {
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, GiveBody);
    curl_easy_setopt(curl, CURLOPT_READDATA, &exchange);
    const curl_off_t length =
        request.body_source ? -1 : static_cast<curl_off_t>(request.body.size());
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, length);
    curl_easy_setopt(curl, CURLOPT_UPLOAD_BUFFERSIZE, 256L << 10);
  } else if (request.method == "POST" || request.method == "PUT") {
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, 0L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
  } else if (request.method == "HEAD") {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, SendOnlyOnce);
  curl_easy_setopt(curl, CURLOPT_PREREQDATA, &exchange);
}

void SetReceiving(CURL* curl, Exchange& exchange) {
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, TakeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, TakeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
}

void SetGivingUp(CURL* curl, Exchange& exchange) {
  if (exchange.request.given_up == nullptr) return;
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, GoOnUnlessGivenUp);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
}

void SetConnection(CURL* curl, const HttpRequest& request, const CurlClientOptions& options) {
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
  // Servers drop idle connections after about a minute; a fresh one is cheaper than a broken
  // request.
  curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, 30L);
  curl_easy_setopt(curl, CURLOPT_MAXCONNECTS, 4L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, Milliseconds(request.timeout));
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   Milliseconds(std::min(request.connect_timeout, request.timeout)));
  curl_easy_setopt(curl, CURLOPT_PROXY, options.proxy.c_str());
  if (!options.ca_file.empty()) {
    curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  }
}

// For messages: the query may hold a signature.
absl::string_view WithoutQuery(absl::string_view url) { return url.substr(0, url.find('?')); }

absl::Status TransportError(CURL* curl, CURLcode code, const char* detail,
                            const HttpRequest& request) {
  const bool given_up = code == CURLE_ABORTED_BY_CALLBACK && IsGivenUp(request);
  const char* const why = given_up ? "nobody waits for the answer any more"
                          : code == CURLE_ABORTED_BY_CALLBACK
                              ? "the server closed the connection without an answer"
                          : *detail != '\0' ? detail
                                            : curl_easy_strerror(code);
  const std::string what = absl::StrCat(request.method, " ", WithoutQuery(request.url), ": ", why);
  absl::Status status = absl::UnavailableError(what);
  if (given_up) {
    status = absl::CancelledError(what);
  } else if (code == CURLE_OPERATION_TIMEDOUT) {
    status = absl::DeadlineExceededError(what);
  } else if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) {
    status = absl::InvalidArgumentError(what);
  }
  long sent_bytes = 0;
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent_bytes);
  return WithDelivery(std::move(status), sent_bytes == 0 ? Delivery::kNotSent : Delivery::kUnknown);
}

bool InitializeLibrary() { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

}  // namespace

// Handles that are not in use, each with the connections it has opened. The one used last is given
// out first, so that its connection is the likeliest to be still open.
class CurlClient::HandlePool {
 public:
  explicit HandlePool(size_t idle_max) : idle_max_(idle_max) {}

  Handle Take() {
    {
      MutexLock lock(mu_);
      if (!idle_.empty()) {
        Handle handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
      }
    }
    return Handle(curl_easy_init());
  }

  void Return(Handle handle) {
    curl_easy_reset(handle.get());  // Keeps the connections.
    MutexLock lock(mu_);
    if (idle_.size() < idle_max_) idle_.push_back(std::move(handle));
  }

 private:
  const size_t idle_max_;
  Mutex mu_;
  std::vector<Handle> idle_ SLUICE_GUARDED_BY(mu_);
};

CurlClient::CurlClient(CurlClientOptions options)
    : options_(std::move(options)),
      pool_(std::make_unique<HandlePool>(std::max(options_.idle_connections_max, 0))) {
  static const bool initialized = InitializeLibrary();
  (void)initialized;  // A failure shows as handles that cannot be made.
}

CurlClient::~CurlClient() = default;

absl::StatusOr<HttpResponse> CurlClient::Send(const HttpRequest& request) {
  absl::StatusOr<List> headers = HeaderList(request);
  if (!headers.ok()) return WithDelivery(headers.status(), Delivery::kNotSent);
  Handle handle = pool_->Take();
  if (handle == nullptr) {
    return WithDelivery(absl::ResourceExhaustedError("no memory for another HTTP request"),
                        Delivery::kNotSent);
  }
  CURL* const curl = handle.get();
  Exchange exchange(request);
  char detail[CURL_ERROR_SIZE] = "";
  SetConnection(curl, request, options_);
  SetMethodAndBody(curl, request, exchange);
  SetReceiving(curl, exchange);
  SetGivingUp(curl, exchange);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers->get());
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);

  const CURLcode code = curl_easy_perform(curl);
  if (!exchange.source_error.ok()) return exchange.source_error;  // The connection goes with it.
  absl::StatusOr<HttpResponse> answer;
  if (exchange.response_too_long) {
    answer = absl::OutOfRangeError(absl::StrCat(request.method, " ", WithoutQuery(request.url),
                                                ": the answer is longer than ",
                                                request.response_bytes_max, " bytes"));
  } else if (code != CURLE_OK) {
    answer = TransportError(curl, code, detail, request);
  } else {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    answer = std::move(exchange.response);
  }
  pool_->Return(std::move(handle));
  return answer;
}

}  // namespace sluice::http
