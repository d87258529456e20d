#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CHECKS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CHECKS_H_

#include "controlplane/preflight/table_question.h"

namespace sluice::controlplane {

// The check that asks for the project as the role, which also tells whether the endpoint answers
// and the role can be had. When it can it is followed by that of the table and its columns, and
// then by those of the permissions of R4.
//
// How each permission is asked for without leaving a trace: Describe by reading the table; Update
// by opening a session, of the kind that delivers the rows, into which nothing is written (in a
// partition that exists, else in one that does not, which is refused after the permission was
// looked at); CreateInstance and Alter by dropping, if it exists, a partition whose name no record
// can lead to; Select by reading that partition.
Check CheckOfProject(const TableQuestionPtr& question);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CHECKS_H_
