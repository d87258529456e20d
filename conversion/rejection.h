#ifndef SLUICE_CONVERSION_REJECTION_H_
#define SLUICE_CONVERSION_REJECTION_H_

#include <string>

namespace sluice::conversion {

// Where a record failed, in Kafka Connect's words (R6): it cannot be read, or it reads well and
// does not fit.
enum class Stage { kKeyConverter, kValueConverter, kTaskPut };

// Why a record becomes no row. Never holds its values.
struct Rejection {
  Stage stage;
  std::string reason;   // UPPER_SNAKE.
  std::string column;   // The table's column concerned; empty when it is none.
  std::string message;  // For people.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_REJECTION_H_
