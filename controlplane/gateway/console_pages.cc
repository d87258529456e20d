#include "controlplane/gateway/console_pages.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/http/gzip.h"
#include "base/status/reason.h"
#include "controlplane/gateway/reply.h"
#include "controlplane/model/uid.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {
namespace {

http::ServerResponse NoSuchFile(absl::string_view path) {
  return ErrorResponse(
      DetailsOf(WithReason(absl::NotFoundError(absl::StrCat("there is nothing at ", Echo(path))),
                           "PATH_NOT_FOUND")),
      404);
}

http::ServerResponse NoConsole() {
  http::ServerResponse response;
  response.status = 404;
  response.headers.Set("Content-Type", "text/plain; charset=utf-8");
  response.body =
      "No console is installed here: the option console_dir names its folder.\n"
      "The API is at /v1, and /openapi.json describes it.\n";
  return response;
}

std::string PolicyWith(absl::string_view nonce) {
  return absl::StrCat("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-", nonce,
                      "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src "
                      "'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'");
}

http::ServerResponse Index(const ConsoleIndex& index, const http::ServerRequest& request) {
  const std::string nonce = NewUid();
  http::ServerResponse response;
  response.headers.Set("Content-Type", "text/html; charset=utf-8");
  response.headers.Set("Cache-Control", "no-cache");
  response.headers.Set("Content-Security-Policy", PolicyWith(nonce));
  response.headers.Set("Vary", "Accept, Accept-Encoding");
  response.body = index.WithNonce(nonce);
  if (http::AcceptsCoding(request.Header("Accept-Encoding"), "gzip")) {
    response.headers.Set("Content-Encoding", "gzip");
    response.body = http::Gzip(response.body);
  }
  return response;
}

bool Matches(absl::string_view if_none_match, absl::string_view etag) {
  for (absl::string_view one : absl::StrSplit(if_none_match, ',')) {
    one = absl::StripAsciiWhitespace(one);
    absl::ConsumePrefix(&one, "W/");
    if (one == etag || one == "*") return true;
  }
  return false;
}

http::ServerResponse File(const ConsoleFile& file, bool never_changes,
                          const http::ServerRequest& request) {
  const std::string etag = absl::StrCat("\"", file.sha256, "\"");
  http::ServerResponse response;
  response.headers.Set("Cache-Control",
                       never_changes ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.Set("ETag", etag);
  response.headers.Set("Vary", "Accept-Encoding");
  // Of a script this is what a worker made of it may do: ask us, and import what is ours.
  if (absl::StrContains(file.type, "javascript")) {
    response.headers.Set(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'");
  }
  if (Matches(request.Header("If-None-Match"), etag)) {
    response.status = 304;
    return response;
  }
  response.headers.Set("Content-Type", file.type);
  const std::string accepted = request.Header("Accept-Encoding");
  if (!file.brotli.empty() && http::AcceptsCoding(accepted, "br")) {
    response.headers.Set("Content-Encoding", "br");
    response.body = file.brotli;
  } else if (!file.gzip.empty() && http::AcceptsCoding(accepted, "gzip")) {
    response.headers.Set("Content-Encoding", "gzip");
    response.body = file.gzip;
  } else {
    response.body = file.bytes;
  }
  return response;
}

}  // namespace

http::ServerResponse AnswerConsole(const ConsoleFiles* files, const http::ServerRequest& request) {
  const std::string& path = request.target.path;
  if (files == nullptr) return path == "/" ? NoConsole() : NoSuchFile(path);
  const bool is_asset = absl::StartsWith(path, "/assets/");
  if (const ConsoleFile* file = files->Find(path)) return File(*file, is_asset, request);
  const bool wants_page = absl::StrContains(request.Header("Accept"), "text/html") || path == "/" ||
                          path == "/index.html";
  // A missing asset is one of another release; a page in its place would be run as a script.
  if (is_asset || path == "/assets" || !wants_page) return NoSuchFile(path);
  return Index(files->index(), request);
}

}  // namespace sluice::controlplane
