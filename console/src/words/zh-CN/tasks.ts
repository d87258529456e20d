import type { tasks as words } from '../en/tasks';
import type { Same } from '../same';

export const tasks: Same<typeof words> = {
  title: '任务',
};
