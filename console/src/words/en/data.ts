// Data preview: partitions and rows of a connector's table.
export const data = {
  title: 'Data preview',
  zone: 'Table {{table}}. Its partitions are named in the connector’s zone, {{zone}}.',
  rows: 'Partitions and rows',
  sample: 'What the newest records become',
  none: 'The table has no partitions yet',
  noneWhy: 'A partition appears with the first row of its time.',
  partitions: 'Partitions',
  partition: 'Partition',
  state: 'State',
  changed: 'Last change',
  states: {
    STATE_UNSPECIFIED: 'not known',
    OPEN: 'open',
    COMPLETE: 'complete',
    REOPENED: 'reopened by late rows',
  },
  completeUntil: 'Complete until',
  completeUnknown: 'not known',
  more: 'Show more',
  rowsOf: 'Rows of {{partition}}',
  rowsHelp: 'At most {{count}}, in no particular order.',
};
