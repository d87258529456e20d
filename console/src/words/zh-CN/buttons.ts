import type { buttons as words } from '../en/buttons';
import type { Same } from '../same';

export const buttons: Same<typeof words> = {
  cancel: '取消',
  close: '关闭',
  save: '保存',
  apply: '应用',
  retry: '重试',
  reload: '重新加载',
  back: '返回',
  next: '下一页',
  previous: '上一页',
  create: '创建',
  refresh: '刷新',
  clear: '清除',
  more: '更多',
  details: '详情',
};
