import type { data as words } from '../en/data';
import type { Same } from '../same';

export const data: Same<typeof words> = {
  title: '数据预览',
};
