import type { events as words } from '../en/events';
import type { Same } from '../same';

export const events: Same<typeof words> = {
  title: '事件',
};
