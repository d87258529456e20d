#ifndef SLUICE_CONTROLPLANE_HTTP_FRONT_H_
#define SLUICE_CONTROLPLANE_HTTP_FRONT_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/http/server/http_server.h"
#include "base/operator/operator_pages.h"
#include "base/time/clock.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/access/sign_in_desk.h"
#include "controlplane/gateway/console_files.h"
#include "controlplane/gateway/gateway.h"
#include "controlplane/gateway/session_pages.h"
#include "controlplane/options.h"
#include "controlplane/store/store.h"

namespace sluice::controlplane {

// Everything that is answered at http_listen, put together: the API, sessions, the console, and the
// pages for operators. One thread makes, opens and closes it. Borrows its arguments.
class HttpFront {
 public:
  // Listens, unless http_listen is empty; calls are refused until Open, the pages for operators
  // answer at once. INVALID_ARGUMENT when the console or the address is none, UNAVAILABLE when the
  // address cannot be had.
  static absl::StatusOr<std::unique_ptr<HttpFront>> Start(const Options& options, Store& store,
                                                          Gatekeeper& gatekeeper, Clock& clock,
                                                          OperatorQuestions questions);

  // Calls go on to this channel.
  void Open(std::shared_ptr<grpc::Channel> channel) { gateway_.Open(std::move(channel)); }
  // After the server behind the channel has stopped.
  void Close() { gateway_.Close(); }

 private:
  HttpFront(const Options& options, Store& store, Gatekeeper& gatekeeper, Clock& clock,
            OperatorQuestions questions, std::unique_ptr<const ConsoleFiles> console);
  absl::Status Listen(const Options& options);

  const OperatorQuestions questions_;
  const std::unique_ptr<const ConsoleFiles> console_;  // None when it is not installed.
  SignInDesk desk_;
  SessionPages sessions_;
  Gateway gateway_;
  std::unique_ptr<http::HttpServer> server_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_HTTP_FRONT_H_
