#include "emulator/ids/random_id.h"

#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/check.h"

namespace sluice::emulator {

std::string RandomHex(size_t bytes) {
  std::string random(bytes, '\0');
  SLUICE_CHECK(
      RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) == 1)
      << "the system gives no random bytes";
  return absl::BytesToHexString(random);
}

std::string TimedId(absl::Time now) {
  std::string time = absl::FormatTime("%Y%m%d%H%M%E3S", now, absl::UTCTimeZone());
  time.erase(time.find('.'), 1);
  return absl::StrCat(time, "g", RandomHex(6));
}

}  // namespace sluice::emulator
