import type { deadLetters as words } from '../en/deadLetters';
import type { Same } from '../same';

export const deadLetters: Same<typeof words> = {
  title: '死信',
};
