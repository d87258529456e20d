// Every sentence of the console, in simplified Chinese.
import type { en } from './en';
import type { Same } from './same';
import { buttons } from './zh-CN/buttons';
import { data } from './zh-CN/data';
import { deadLetters } from './zh-CN/deadLetters';
import { edit } from './zh-CN/edit';
import { events } from './zh-CN/events';
import { list } from './zh-CN/list';
import { offsets } from './zh-CN/offsets';
import { overview } from './zh-CN/overview';
import { parts } from './zh-CN/parts';
import { reasons } from './zh-CN/reasons';
import { revisions } from './zh-CN/revisions';
import { settings } from './zh-CN/settings';
import { shell } from './zh-CN/shell';
import { state } from './zh-CN/state';
import { tasks } from './zh-CN/tasks';
import { test } from './zh-CN/test';
import { wizard } from './zh-CN/wizard';
import { workers } from './zh-CN/workers';

export const zhCN: Same<typeof en> = {
  buttons,
  data,
  deadLetters,
  edit,
  events,
  list,
  offsets,
  overview,
  parts,
  reasons,
  revisions,
  settings,
  shell,
  state,
  tasks,
  test,
  wizard,
  workers,
};
