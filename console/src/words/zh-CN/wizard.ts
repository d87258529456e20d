import type { wizard as words } from '../en/wizard';
import type { Same } from '../same';

export const wizard: Same<typeof words> = {
  title: '创建连接器',
};
