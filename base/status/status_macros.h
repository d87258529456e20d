#ifndef SLUICE_BASE_STATUS_STATUS_MACROS_H_
#define SLUICE_BASE_STATUS_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns from the enclosing function when `expr`, an absl::Status, is not OK.
#define SLUICE_RETURN_IF_ERROR(expr)                                                    \
  do {                                                                                  \
    if (absl::Status sluice_status = (expr); !sluice_status.ok()) return sluice_status; \
  } while (false)

// Evaluates `expr`, an absl::StatusOr<T>; returns its status when it failed, otherwise moves the
// value into `declaration`, which may declare a variable or name one.
#define SLUICE_ASSIGN_OR_RETURN(declaration, expr) \
  SLUICE_STATUS_ASSIGN_(SLUICE_STATUS_CONCAT_(sluice_status_or_, __LINE__), declaration, expr)

#define SLUICE_STATUS_ASSIGN_(result, declaration, expr) \
  auto result = (expr);                                  \
  if (!result.ok()) return std::move(result).status();   \
  declaration = std::move(result).value()

#define SLUICE_STATUS_CONCAT_(a, b) SLUICE_STATUS_CONCAT_INNER_(a, b)
#define SLUICE_STATUS_CONCAT_INNER_(a, b) a##b

#endif  // SLUICE_BASE_STATUS_STATUS_MACROS_H_
