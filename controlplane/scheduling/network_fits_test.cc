#include "controlplane/scheduling/placement_plan.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

TEST(NetworkFits, R14BothSidesOfTheNetworkAreComparedAndAnEmptyOneIsAny) {
  const struct {
    const char* wanted_vpc;
    const char* wanted_vswitch;
    const char* vpc;
    const char* vswitch;
    bool fits;
  } cases[] = {
      {"vpc-1", "vsw-1", "vpc-1", "vsw-1", true},
      {"vpc-1", "vsw-1", "vpc-1", "vsw-2", false},
      {"vpc-1", "vsw-1", "vpc-2", "vsw-1", false},
      {"vpc-1", "vsw-1", "vpc-1", "", true},
      {"vpc-1", "vsw-1", "", "", true},
      {"vpc-1", "", "vpc-1", "vsw-2", true},
      {"", "", "vpc-2", "vsw-2", true},
      {"vpc-1", "", "vpc-2", "", false},
  };
  for (const auto& c : cases) {
    Connector connector;
    connector.spec.vpc_id = c.wanted_vpc;
    connector.spec.vswitch_id = c.wanted_vswitch;
    Worker worker;
    worker.vpc_id = c.vpc;
    worker.vswitch_id = c.vswitch;
    EXPECT_EQ(NetworkFits(connector, worker), c.fits)
        << c.wanted_vpc << " " << c.wanted_vswitch << ", worker in " << c.vpc << " " << c.vswitch;
  }
}

}  // namespace
}  // namespace sluice::controlplane
