import type { test as words } from '../en/test';
import type { Same } from '../same';

export const test: Same<typeof words> = {
  title: '发送测试消息',
};
