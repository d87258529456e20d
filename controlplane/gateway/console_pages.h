#ifndef SLUICE_CONTROLPLANE_GATEWAY_CONSOLE_PAGES_H_
#define SLUICE_CONTROLPLANE_GATEWAY_CONSOLE_PAGES_H_

#include "base/http/server/exchange.h"
#include "controlplane/gateway/console_files.h"

namespace sluice::controlplane {

// What a GET outside of the API is answered, `files` being null where no console is installed.
//
// Files under /assets have their content in their name and never change; other files are asked for
// again. Whatever else a browser wants as a page is index.html, which finds its way by the URL:
// each time with a new nonce, in the policy and in the page. Any thread may call.
http::ServerResponse AnswerConsole(const ConsoleFiles* files, const http::ServerRequest& request);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_CONSOLE_PAGES_H_
