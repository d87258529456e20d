import type { workers as words } from '../en/workers';
import type { Same } from '../same';

export const workers: Same<typeof words> = {
  title: '工作节点',
};
