import type { data as words } from '../en/data';
import type { Same } from '../same';

export const data: Same<typeof words> = {
  title: '数据预览',
  zone: '表 {{table}}。其分区按连接器的时区 {{zone}} 命名。',
  rows: '分区与行',
  sample: '最新记录会变成什么',
  none: '该表还没有分区',
  noneWhy: '某个时间段的第一行写入后，才会出现对应的分区。',
  partitions: '分区',
  partition: '分区',
  state: '状态',
  changed: '最近变化',
  states: {
    STATE_UNSPECIFIED: '未知',
    OPEN: '进行中',
    COMPLETE: '已完整',
    REOPENED: '因迟到的行重新打开',
  },
  completeUntil: '数据完整至',
  completeUnknown: '未知',
  more: '显示更多',
  rowsOf: '{{partition}} 的行',
  rowsHelp: '最多 {{count}} 行，无特定顺序。',
};
