// The statements that let a role write a table (R4), with what is typed already; names that are not stand as <…>. Pure.
import type { Answers } from './fields';

export const trustPolicy = JSON.stringify(
  {
    Statement: [
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: ['alikafka.aliyuncs.com'] },
      },
    ],
    Version: '1',
  },
  null,
  2,
);

export function grantsOf(
  answers: Answers,
): Record<'user' | 'project' | 'table' | 'select', string> {
  const uid = answers['sink.account_uid'] ?? '<uid>';
  const role = (answers['sink.role_name'] ?? '<role>').toLowerCase();
  const project = answers['sink.project'] ?? '<workspace>';
  const table = answers['sink.table'] ?? '<table>';
  const user = `\`RAM$${uid}:role/${role}\``;
  return {
    user: `add user ${user};`,
    project: `grant CreateInstance on project ${project} to user ${user};`,
    table: `grant Describe, Alter, Update on table ${table} to user ${user};`,
    select: `grant Select on table ${table} to user ${user};`,
  };
}
