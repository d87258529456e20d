import type { list as words } from '../en/list';
import type { Same } from '../same';

export const list: Same<typeof words> = {
  title: '连接器',
};
