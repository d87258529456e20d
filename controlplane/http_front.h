#ifndef SLUICE_CONTROLPLANE_HTTP_FRONT_H_
#define SLUICE_CONTROLPLANE_HTTP_FRONT_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/http/server/http_server.h"
#include "base/operator/operator_pages.h"
#include "base/time/clock.h"
#include "base/tls/tls_files_watch.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/access/sign_in_desk.h"
#include "controlplane/gateway/console_files.h"
#include "controlplane/gateway/gateway.h"
#include "controlplane/gateway/request_observer.h"
#include "controlplane/gateway/session_pages.h"
#include "controlplane/options.h"
#include "controlplane/store/store.h"

namespace sluice::controlplane {

// Everything that is answered at http_listen, put together: the API, sessions, the console, and the
// pages for operators. One thread makes, opens and closes it. Borrows its arguments.
class HttpFront {
 public:
  // Listens, unless http_listen is empty; calls are refused until Open, the pages for operators
  // answer at once. INVALID_ARGUMENT when the console or the address is none, and as ReadTlsFiles;
  // UNAVAILABLE when the address cannot be had.
  static absl::StatusOr<std::unique_ptr<HttpFront>> Start(const Options& options, Store& store,
                                                          Gatekeeper& gatekeeper, Clock& clock,
                                                          OperatorQuestions questions,
                                                          RequestObserver& observer);

  // Calls go on to this channel.
  void Open(std::shared_ptr<grpc::Channel> channel) { gateway_.Open(std::move(channel)); }
  // Before the server behind the channel stops: no new calls.
  void Refuse() { gateway_.Refuse(); }
  // After it has stopped.
  void Close() { gateway_.Close(); }

  // Shows the certificate that the files hold by now. To be called now and then.
  void RenewCertificate();

  std::string url() const;  // Of what listens: "https://127.0.0.1:9091".

  // What there is of it at this moment; any thread may ask.
  size_t connections() const { return server_ == nullptr ? 0 : server_->connections(); }
  size_t calls() const { return gateway_.calls_under_way(); }
  size_t streams() const { return gateway_.streams_open(); }

 private:
  HttpFront(const Options& options, Store& store, Gatekeeper& gatekeeper, Clock& clock,
            OperatorQuestions questions, RequestObserver& observer,
            std::unique_ptr<const ConsoleFiles> console);
  absl::Status ReadCertificate(const TlsFiles& files, http::HttpServerOptions& server);
  absl::Status Listen(const Options& options, RequestObserver& observer);

  const OperatorQuestions questions_;
  const std::unique_ptr<const ConsoleFiles> console_;  // None when it is not installed.
  SignInDesk desk_;
  SessionPages sessions_;
  Gateway gateway_;
  std::optional<TlsFilesWatch> certificate_;  // None: in clear.
  std::unique_ptr<http::HttpServer> server_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_HTTP_FRONT_H_
