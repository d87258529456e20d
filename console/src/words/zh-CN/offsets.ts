import type { offsets as words } from '../en/offsets';
import type { Same } from '../same';

export const offsets: Same<typeof words> = {
  title: '位点与延迟',
};
