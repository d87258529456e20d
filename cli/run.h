#ifndef SLUICE_CLI_RUN_H_
#define SLUICE_CLI_RUN_H_

#include <functional>
#include <istream>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "api/client/access.h"
#include "api/client/transport.h"
#include "base/time/clock.h"
#include "cli/context/context.h"

namespace sluice::cli {

// The world as sluicectl meets it; borrowed.
struct World {
  Environment environment;
  std::function<std::unique_ptr<client::Transport>(const std::string& server,
                                                   const client::Access& access)>
      dial;
  Clock& clock;
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool terminal = false;  // Whether somebody is at `in` who can be asked.
};

// Does what `words`, those after the program's name, say. Answers go to `out`, everything else to
// `err`. Returns the exit code.
int Run(const std::vector<std::string>& words, const World& world);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_RUN_H_
