import type { reasons as words } from '../en/reasons';
import type { Same } from '../same';

export const reasons: Same<typeof words> = {
  title: '原因',
};
