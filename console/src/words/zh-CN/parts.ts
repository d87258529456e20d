import type { parts as words } from '../en/parts';
import type { Same } from '../same';

export const parts: Same<typeof words> = {
  copy: {
    label: '复制{{what}}',
    short: '复制',
    done: '已复制',
    byHand: '浏览器只允许安全页面复制。请选中文本后按 Ctrl+C（Mac 上按 ⌘C）。',
  },
  text: {
    empty: '空',
    showMore: '显示全部（{{size}}）',
    showLess: '收起',
  },
  none: '无',
  requestId: '请求 ID',
  time: {
    never: '从未',
    yours: '您的时间',
    connectors: '连接器的时间',
    utc: 'UTC',
    absolute: '显示“{{relative}}”的准确时间',
  },
  screen: {
    errorTitle: '操作失败',
    staleData: '您看到的是 {{time}} 的数据。',
    formerData: '您看到的是上一次查询的结果，时间为 {{time}}。',
    deniedTitle: '您无权查看此页面',
    denied: '需要权限 {{permission}}。拥有 ADMIN 角色的人可以授予您。',
    notFoundTitle: '不存在',
    notFound: '{{what}} 不存在，或已不复存在。',
    toList: '返回连接器列表',
    partial: '部分内容没有响应：{{what}}',
    notLive: '自 {{time}} 起不再实时更新，正在重试。数据每 10 秒查询一次。',
    tooMany: '不再实时更新：此浏览器打开的页面超过了可实时更新的数量。数据每 10 秒查询一次。',
    newerTitle: '已安装新版本',
    newer: '此页面来自升级之前。请重新加载以继续；您在表单中填写的内容会保留。',
    brokenTitle: '页面出错',
    broken: '这是控制台的故障，不是您的连接器的故障。连接器仍在运行。',
    networkTitle: '控制面没有响应',
    noMatch: '{{total}} 个中有 0 个匹配',
    loading: '加载中',
  },
  chart: {
    asTable: '以表格显示',
    asChart: '以图表显示',
    time: '时间（{{zone}}）',
  },
  confirm: {
    type: '输入 {{expected}} 以继续',
    mismatch: '与 {{expected}} 不一致。',
  },
};
