#include "base/process/freed_memory.h"

#include <algorithm>

// tcmalloc's, where a program has it: gperftools/malloc_extension_c.h.
extern "C" {
__attribute__((weak)) int MallocExtension_GetNumericProperty(const char* property, size_t* value);
__attribute__((weak)) void MallocExtension_ReleaseToSystem(size_t bytes);
}

namespace sluice {

bool TrimFreedMemory(size_t held_bytes_max, double share) {
  if (MallocExtension_GetNumericProperty == nullptr) return false;
  size_t reserved = 0;  // What was given back is counted in it.
  size_t given_back = 0;
  size_t freed = 0;
  if (MallocExtension_GetNumericProperty("generic.heap_size", &reserved) == 0 ||
      MallocExtension_GetNumericProperty("tcmalloc.pageheap_unmapped_bytes", &given_back) == 0 ||
      MallocExtension_GetNumericProperty("tcmalloc.pageheap_free_bytes", &freed) == 0) {
    return false;
  }
  const size_t held = reserved - std::min(reserved, given_back);
  const size_t above = held > held_bytes_max ? held - held_bytes_max : 0;
  const size_t bytes =
      std::max(std::min(above, freed), static_cast<size_t>(static_cast<double>(freed) * share));
  if (bytes > 0) MallocExtension_ReleaseToSystem(bytes);
  return true;
}

}  // namespace sluice
