import type { revisions as words } from '../en/revisions';
import type { Same } from '../same';

export const revisions: Same<typeof words> = {
  title: '版本',
};
