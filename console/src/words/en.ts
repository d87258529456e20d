// Every sentence of the console, in English. One file for each room; the other languages have the same keys, or the type
// check fails.
import { buttons } from './en/buttons';
import { data } from './en/data';
import { deadLetters } from './en/deadLetters';
import { edit } from './en/edit';
import { events } from './en/events';
import { list } from './en/list';
import { offsets } from './en/offsets';
import { overview } from './en/overview';
import { parts } from './en/parts';
import { reasons } from './en/reasons';
import { revisions } from './en/revisions';
import { settings } from './en/settings';
import { shell } from './en/shell';
import { state } from './en/state';
import { tasks } from './en/tasks';
import { test } from './en/test';
import { wizard } from './en/wizard';
import { workers } from './en/workers';

export const en = {
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
