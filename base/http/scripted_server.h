#ifndef SLUICE_BASE_HTTP_SCRIPTED_SERVER_H_
#define SLUICE_BASE_HTTP_SCRIPTED_SERVER_H_

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/sync/mutex.h"

namespace sluice::http {

// A server that answers with the very bytes a test gives it, and cuts connections when told to:
// what no proper server does. On 127.0.0.1, for tests. One thread for each connection; the
// destructor cuts them all.
class ScriptedServer {
 public:
  struct Reply {
    std::string bytes;
    bool cut_connection = false;  // After the bytes.
  };
  // Given the whole request, head and body, chunks as they came. Runs on the connection's thread.
  using Script = std::function<Reply(const std::string& request)>;

  explicit ScriptedServer(Script script);
  ~ScriptedServer();

  std::string url() const;  // "http://127.0.0.1:port"
  int connections() const;
  std::vector<std::string> requests() const;

 private:
  void Accept();
  void Serve(int connection);
  // False when the client has gone.
  bool ReadRequest(int connection, std::string& request);

  const Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::thread acceptor_;

  mutable Mutex mu_;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::vector<int> open_ SLUICE_GUARDED_BY(mu_);
  std::vector<std::thread> servers_ SLUICE_GUARDED_BY(mu_);
  std::vector<std::string> requests_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SCRIPTED_SERVER_H_
