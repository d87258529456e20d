import type { overview as words } from '../en/overview';
import type { Same } from '../same';

export const overview: Same<typeof words> = {
  title: '概览',
};
