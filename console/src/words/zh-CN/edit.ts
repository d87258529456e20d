import type { edit as words } from '../en/edit';
import type { Same } from '../same';

export const edit: Same<typeof words> = {
  title: '编辑',
};
