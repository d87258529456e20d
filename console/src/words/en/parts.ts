// The parts that pages are made of: copying, text, time, screens, charts, confirming.
export const parts = {
  copy: {
    label: 'Copy {{what}}',
    short: 'Copy',
    done: 'Copied',
    byHand:
      'The browser lets only secure pages copy. Select the text and press Ctrl+C (⌘C on a Mac).',
  },
  text: {
    empty: 'empty',
    showMore: 'Show all ({{size}})',
    showLess: 'Show less',
  },
  none: 'none',
  requestId: 'Request id',
  time: {
    never: 'never',
    yours: 'Your time',
    connectors: "The connector's time",
    utc: 'UTC',
    absolute: 'Show the exact time of {{relative}}',
  },
  screen: {
    errorTitle: 'That did not work',
    staleData: 'What you see is from {{time}}.',
    formerData: 'What you see is what was asked for before, from {{time}}.',
    deniedTitle: 'You may not see this',
    denied:
      'It needs the permission {{permission}}. Somebody with the role ADMIN can give it to you.',
    notFoundTitle: 'There is no such thing',
    notFound: '{{what}} does not exist, or does not exist any more.',
    toList: 'To the connectors',
    partial: 'Not everything answered: {{what}}',
    notLive: 'Not live since {{time}}; trying again. Figures are asked for every 10 seconds.',
    tooMany:
      'Not live: this browser has more pages open than can be kept live. Figures are asked for every 10 seconds.',
    newerTitle: 'A newer version is installed',
    newer:
      'This page is from before the upgrade. Reload it to go on; what you typed in a form is kept.',
    brokenTitle: 'This page broke',
    broken: 'It is a fault of the console, not of your connectors. They run on.',
    networkTitle: 'The control plane does not answer',
    noMatch: '0 of {{total}} match',
    loading: 'Loading',
  },
  chart: {
    asTable: 'As a table',
    asChart: 'As a chart',
    time: 'Time ({{zone}})',
  },
  confirm: {
    type: 'Type {{expected}} to go on',
    mismatch: 'That is not {{expected}}.',
  },
};
