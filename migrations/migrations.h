#ifndef SLUICE_MIGRATIONS_MIGRATIONS_H_
#define SLUICE_MIGRATIONS_MIGRATIONS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sluice::migrations {

// One step of the schema, forward only: once released, its text never changes.
struct Migration {
  int version;  // From 1, without gaps.
  absl::string_view name;
  absl::string_view sql;
};

// All there are, by version. They are part of the program, so it always finds its own.
absl::Span<const Migration> All();

}  // namespace sluice::migrations

#endif  // SLUICE_MIGRATIONS_MIGRATIONS_H_
