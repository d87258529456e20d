import { expect, test } from 'vitest';
import { columnsOf, rowsOf, summaryOf } from './series';

const minute = 60_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 2, 4, 10, minutes)).toISOString();
const seconds = (minutes: number) => Date.UTC(2026, 2, 4, 10, minutes) / 1000;
const answer = {
  series: [
    {
      metric: 'lag_records',
      points: [
        { time: at(0), value: 5 },
        { time: at(1) },
        { time: at(4), value: 9 },
        { time: at(5), value: 2 },
      ],
    },
    { metric: 'rows', points: [{ time: at(1), value: 1.5 }] },
  ],
};

test('a step that nobody measured is a gap, and a figure that was left out is 0', () => {
  const columns = columnsOf(answer, ['lag_records'], minute);

  expect(columns.times).toEqual([seconds(0), seconds(1), seconds(2), seconds(4), seconds(5)]);
  expect(columns.values).toEqual([[5, 0, null, 9, 2]]);
});

test('metrics that were measured at different times stand beside each other', () => {
  const columns = columnsOf(answer, ['lag_records', 'rows'], minute);

  expect(columns.values[1]).toEqual([null, 1.5, null, null, null]);
});

test('the table has the numbers of the chart, the newest first, and no line for a gap', () => {
  const rows = rowsOf(columnsOf(answer, ['lag_records'], minute));

  expect(rows.map((row) => row.values[0])).toEqual([2, 9, 0, 5]);
  expect(rows[0]?.time).toBe(Date.parse(at(5)));
});

test('a summary tells the last, the highest and when, and the gaps between', () => {
  expect(summaryOf(columnsOf(answer, ['lag_records'], minute), 0)).toEqual({
    last: 2,
    highest: 9,
    highestTime: Date.parse(at(4)),
    gaps: 1,
  });
});

test('nothing measured is nothing, not 0', () => {
  const columns = columnsOf({}, ['rows'], minute);

  expect(columns.times).toEqual([]);
  expect(summaryOf(columns, 0)).toEqual({
    last: undefined,
    highest: undefined,
    highestTime: undefined,
    gaps: 0,
  });
});
