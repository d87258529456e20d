#ifndef SLUICE_CONTROLPLANE_GATEWAY_REQUEST_CHECKS_H_
#define SLUICE_CONTROLPLANE_GATEWAY_REQUEST_CHECKS_H_

#include <string>

#include "absl/status/status.h"
#include "base/http/server/exchange.h"

// What a request over HTTP must be like before anybody looks at what it asks for. Pure.
namespace sluice::controlplane {

// INVALID_ARGUMENT, REQUEST_MALFORMED: not exactly one Host, or an X-Request-Id that is none.
absl::Status CheckHeaders(const http::ServerRequest& request);

// INVALID_ARGUMENT, REQUEST_MALFORMED: a body that is not application/json in UTF-8.
absl::Status CheckBodyType(const http::ServerRequest& request);

// Whether it may change something: every method but GET, HEAD and OPTIONS.
bool IsWrite(const http::ServerRequest& request);

// PERMISSION_DENIED, CROSS_ORIGIN: a page of another origin asks for a write. Browsers say where a
// page is from; whoever is no browser says nothing. `by_itself`: the credentials came with the
// browser, so the request must carry X-Sluice-Request, too. `public_origin` is ours as well as that
// of the header Host.
// Milder than SignInDesk's CROSS_SITE_REQUEST, as no foreign page can add an Authorization.
absl::Status CheckOrigin(const http::ServerRequest& request, bool by_itself,
                         const std::string& public_origin = "");

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_REQUEST_CHECKS_H_
