#ifndef SLUICE_TESTS_CLUSTER_POSTGRES_SERVER_H_
#define SLUICE_TESTS_CLUSTER_POSTGRES_SERVER_H_

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

namespace sluice::cluster {

// A real PostgreSQL.
class PostgresServer {
 public:
  // The one that all tests of a run share (environment variable SLUICE_TEST_POSTGRES, a libpq URL);
  // without it, one that this process starts at the first call and removes at its end.
  static PostgresServer& Shared();

  // One of one's own, for tests that stop it. Removed by the destructor.
  static std::unique_ptr<PostgresServer> StartOwn();

  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // The libpq URL of an empty database that nobody else uses.
  std::string FreshDatabase();

  // Runs SQL text in the database at `url` with psql; its output, one row a line, columns apart by
  // '|'.
  static std::string Query(const std::string& url, const std::string& sql);

  // Only for one of one's own. Start keeps port and data.
  void Stop();
  void Start();
  void Kill();     // SIGKILL of the server and all its processes; waits until they are gone.
  void Suspend();  // SIGSTOP of them.
  void Resume();   // SIGCONT.

 private:
  PostgresServer(std::string folder, std::string url)
      : folder_(std::move(folder)), url_(std::move(url)) {}
  std::string PidFile() const;
  // The postmaster, then its children; none when it does not run.
  std::vector<pid_t> Processes() const;

  std::string folder_;  // Empty: somebody else's.
  std::string url_;
};

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_POSTGRES_SERVER_H_
