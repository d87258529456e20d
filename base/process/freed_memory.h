#ifndef SLUICE_BASE_PROCESS_FREED_MEMORY_H_
#define SLUICE_BASE_PROCESS_FREED_MEMORY_H_

#include <cstddef>

namespace sluice {

// Gives pages that this process has freed back to the system: all by which it holds more than
// `held_bytes_max`, in use or not, and at least `share` of the others, from 0 to 1; always whole
// stretches of free pages. A stretch that is longer than what was asked for is taken off later
// calls, which may give back nothing. For a program whose need comes in waves. A page that is given
// back and needed again costs some microseconds.
//
// False when the allocator is not tcmalloc, where nothing changes. Any thread may call it.
bool TrimFreedMemory(size_t held_bytes_max, double share);

}  // namespace sluice

#endif  // SLUICE_BASE_PROCESS_FREED_MEMORY_H_
