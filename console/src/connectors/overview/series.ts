// Figures over time, made ready to be drawn and to be read. A step without a figure is a gap: it is drawn as one and
// never taken as 0.
import type { QueryConnectorMetricsResponse } from '../../api/generated/types';

export type Metric = 'freshness_seconds' | 'lag_records' | 'rows' | 'bytes' | 'dead_letters';

export interface Columns {
  // Seconds since 1970, rising; the beginning of each step.
  times: number[];
  // One for each metric asked for, as long as `times`; null where nobody measured.
  values: (number | null)[][];
}

// Lays the metrics beside each other. Between two points that are more than a step apart stands a null, so that no line is
// drawn from the one to the other.
export function columnsOf(
  answer: QueryConnectorMetricsResponse,
  metrics: Metric[],
  step: number,
): Columns {
  const found = metrics.map((metric) => pointsOf(answer, metric));
  const measured = [...new Set(found.flatMap((points) => [...points.keys()]))].sort(
    (a, b) => a - b,
  );
  const stepSeconds = step / 1000;
  const times: number[] = [];
  for (const time of measured) {
    const before = times.at(-1);
    if (before !== undefined && time - before > 1.5 * stepSeconds) times.push(before + stepSeconds);
    times.push(time);
  }
  return { times, values: found.map((points) => times.map((time) => points.get(time) ?? null)) };
}

function pointsOf(answer: QueryConnectorMetricsResponse, metric: Metric): Map<number, number> {
  const points = new Map<number, number>();
  const series = answer.series?.find((each) => each.metric === metric);
  for (const point of series?.points ?? []) {
    const time = Date.parse(point.time ?? '');
    // JSON has no numbers that are none: they come as text.
    const value = Number(point.value ?? 0);
    if (Number.isFinite(time) && Number.isFinite(value)) points.set(Math.round(time / 1000), value);
  }
  return points;
}

// The steps at which something was measured, the newest first: what "as table" shows.
export function rowsOf(columns: Columns): { time: number; values: (number | null)[] }[] {
  return columns.times
    .map((time, index) => ({
      time: time * 1000,
      values: columns.values.map((values) => values[index] ?? null),
    }))
    .filter((row) => row.values.some((value) => value !== null))
    .reverse();
}

export interface Summary {
  // The last figure and the highest; undefined when nothing was measured.
  last: number | undefined;
  highest: number | undefined;
  // When the highest was, in milliseconds since 1970.
  highestTime: number | undefined;
  // How often nobody measured in between.
  gaps: number;
}

export function summaryOf(columns: Columns, index: number): Summary {
  const summary: Summary = { last: undefined, highest: undefined, highestTime: undefined, gaps: 0 };
  let inGap = false;
  (columns.values[index] ?? []).forEach((value, at) => {
    if (value === null) {
      if (!inGap && summary.last !== undefined) summary.gaps++;
      inGap = true;
      return;
    }
    inGap = false;
    summary.last = value;
    if (summary.highest === undefined || value > summary.highest) {
      summary.highest = value;
      summary.highestTime = (columns.times[at] ?? 0) * 1000;
    }
  });
  // What is missing at the end is not between anything.
  if (inGap && summary.gaps > 0) summary.gaps--;
  return summary;
}
