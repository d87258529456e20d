#ifndef SLUICE_BASE_SEAL_KEY_H_
#define SLUICE_BASE_SEAL_KEY_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sluice::seal {

inline constexpr size_t kKeyBytes = 32;

// A key that seals. Its bytes are wiped when it goes. A value; any thread may read it.
class Key {
 public:
  // From the system's random numbers.
  static Key Fresh();

  // `bytes` are kKeyBytes long.
  explicit Key(absl::string_view bytes);
  Key(const Key&) = default;
  Key& operator=(const Key&) = delete;
  ~Key();

  // 16 hex digits that tell keys apart and nothing about them: they may be logged.
  const std::string& id() const { return id_; }

  // For the key's own file.
  std::string ToHex() const;

  // A key for one purpose only, kKeyBytes long.
  std::string Derive(absl::string_view purpose) const;

 private:
  std::string bytes_;
  std::string id_;
};

}  // namespace sluice::seal

#endif  // SLUICE_BASE_SEAL_KEY_H_
