import type { settings as words } from '../en/settings';
import type { Same } from '../same';

export const settings: Same<typeof words> = {
  title: '设置',
  instances: '实例',
  access: '访问权限',
  preferences: '偏好',
};
