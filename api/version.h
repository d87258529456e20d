#ifndef SLUICE_API_VERSION_H_
#define SLUICE_API_VERSION_H_

namespace sluice {

// Of all programs: they are released together.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace sluice

#endif  // SLUICE_API_VERSION_H_
