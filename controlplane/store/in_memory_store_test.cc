#include "controlplane/store/in_memory_store.h"

#include "controlplane/store/store_contract.h"

namespace sluice::controlplane {

SLUICE_INSTANTIATE_STORE_CONTRACT(InMemory, [] { return std::make_unique<InMemoryStore>(); });

}  // namespace sluice::controlplane
