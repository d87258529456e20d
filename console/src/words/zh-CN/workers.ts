import type { workers as words } from '../en/workers';
import type { Same } from '../same';

export const workers: Same<typeof words> = {
  title: '工作节点',
  none: '没有工作节点',
  noneWhy: '工作节点运行连接器的任务。以控制面地址启动后会自动注册：',
  summary: '{{all}} 个节点中 {{connected}} 个在线；{{tasks}} 个任务，还可容纳 {{room}} 个',
  worker: '工作节点',
  state: '状态',
  tasks: '任务',
  memory: '任务内存',
  network: '网络',
  anyNetwork: '不限',
  version: '版本',
  heard: '心跳',
  since: '注册时间',
  uid: '进程标识',
  labels: '标签',
  tasksOf: '{{tasks}} / {{max}}',
  first: '回到第一页',
  assignment: '分配',
  assignmentKept: '已执行版本 {{revision}}',
  assignmentBehind: '已下发版本 {{revision}}，正在执行 {{acknowledged}}',
  lostWhat: '失联超过租约：其任务会转移到有余量的其他节点。',
  drainingWhat: '正在排空：其任务会迁走，不再接收新任务。',
  states: {
    STATE_UNSPECIFIED: '未知',
    CONNECTED: '在线',
    LOST: '失联',
    DRAINING: '排空中',
  },
};
