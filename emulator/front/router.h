#ifndef SLUICE_EMULATOR_FRONT_ROUTER_H_
#define SLUICE_EMULATOR_FRONT_ROUTER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/front/call.h"
#include "emulator/front/place.h"
#include "emulator/front/tunnel_router.h"
#include "emulator/rest/instance_api.h"
#include "emulator/rest/preview_api.h"
#include "emulator/rest/project_api.h"
#include "emulator/rest/schema_api.h"
#include "emulator/rest/table_api.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// Tells what a signed request of REST or tunnel asks for. Any thread may call.
class Router {
 public:
  Router(const World& world, absl::TimeZone zone);

  // `path` is without the endpoint's own. The call borrows `request`. NoSuchObject when nothing
  // answers there.
  absl::StatusOr<Call> Route(const Principal& caller, const std::string& path,
                             http::ServerRequest& request);

 private:
  // `schema` is the one of tables in a path that names none.
  static absl::StatusOr<Place> ParsePath(const std::string& path, std::string schema);

  absl::StatusOr<Call> RouteProject(const Principal& caller, const Place& place,
                                    http::ServerRequest& request);
  absl::StatusOr<Call> RouteSchemas(const Principal& caller, const Place& place,
                                    http::ServerRequest& request);
  absl::StatusOr<Call> RouteTables(const Principal& caller, const Place& place,
                                   http::ServerRequest& request);
  absl::StatusOr<Call> RouteTable(const Principal& caller, const Place& place,
                                  http::ServerRequest& request);
  absl::StatusOr<Call> RouteInstance(const Principal& caller, const Place& place,
                                     http::ServerRequest& request);
  absl::StatusOr<Call> RouteSubmit(const Principal& caller, const Place& place,
                                   http::ServerRequest& request);

  const World& world_;
  const absl::TimeZone zone_;
  ProjectApi projects_;
  SchemaApi schemas_;
  TableApi tables_;
  PreviewApi previews_;
  InstanceApi instances_;
  TunnelRouter tunnel_;
};

// Whether an error on this request is to be worded as the tunnel words it.
ErrorForm ErrorFormOf(const http::ServerRequest& request);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FRONT_ROUTER_H_
