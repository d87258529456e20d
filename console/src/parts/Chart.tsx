// A figure over time. A gap is a gap; the numbers are there as a table, too, since a canvas has no text.
import { Button, theme } from 'antd';
import { memo, useEffect, useId, useRef, useState } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useWords } from '../words/words';
import styles from './parts.module.css';
import { useFirstZone } from './Time';
import { clockIn, fixedOffset } from './zones';

export interface ChartSeries {
  label: string;
  // One for each time; null: there was no sample.
  values: (number | null)[];
}

interface ChartProps {
  title: string;
  // What the lines tell, in one sentence: the chart's text for those who do not see it.
  summary: string;
  // Seconds since the epoch, ascending.
  times: number[];
  series: ChartSeries[];
  format: (value: number) => string;
  // A line across, such as the freshness that is aimed at.
  target?: { value: number; label: string };
  // What happened: state changes, revisions. In seconds.
  marks?: { time: number; label: string }[];
  // Charts with the same key share a cursor.
  syncKey?: string;
  // What the axis of time reaches over, in seconds, where it is more than the samples do.
  between?: [number, number];
  height?: number;
}

export function Chart(props: ChartProps) {
  const t = useWords();
  const id = useId();
  const [table, setTable] = useState(false);
  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <figcaption id={id} className={styles.chartHead}>
        <span>{props.title}</span>
        <Button type="link" size="small" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? t('parts.chart.asChart') : t('parts.chart.asTable')}
        </Button>
      </figcaption>
      {table ? <Numbers {...props} /> : <Canvas {...props} />}
    </figure>
  );
}

function Numbers({ times, series, format }: ChartProps) {
  const t = useWords();
  const zone = useFirstZone();
  return (
    <div className={styles.numbers}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('parts.chart.time', { zone })}</th>
            {series.map((each) => (
              <th scope="col" key={each.label}>
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((time, index) => (
            <tr key={time}>
              <th scope="row">{clockIn(zone, new Date(time * 1000))}</th>
              {series.map((each) => {
                const value = each.values[index];
                return (
                  <td key={each.label}>
                    {value === null || value === undefined ? '–' : format(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// Drawn anew only when something about it has changed: whoever looks at a point keeps the cursor.
const Canvas = memo(function Canvas(props: ChartProps) {
  const { times, series, summary, height = 180 } = props;
  const place = useRef<HTMLDivElement>(null);
  const { token } = theme.useToken();
  const zone = useFirstZone();
  const timeLabel = useWords()('parts.chart.time', { zone });
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let plot: uPlot | undefined;
    let gone = false;
    void import('uplot').then(({ default: UPlot }) => {
      if (gone) return;
      const colors = [
        token.colorPrimary,
        token.colorWarningText,
        token.colorErrorText,
        token.colorSuccessText,
      ];
      plot = new UPlot(
        options(props, {
          width: element.clientWidth || 600,
          height,
          zone,
          timeLabel,
          colors,
          token,
        }),
        [times, ...series.map((each) => each.values)],
        element,
      );
    });
    const observer = new ResizeObserver(() =>
      plot?.setSize({ width: element.clientWidth, height }),
    );
    observer.observe(element);
    return () => {
      gone = true;
      observer.disconnect();
      plot?.destroy();
    };
  }, [props, times, series, height, token, zone, timeLabel]);
  return <div ref={place} role="img" aria-label={summary} className={styles.canvas} />;
});

interface Look {
  width: number;
  height: number;
  zone: string;
  // Of the instant under the cursor.
  timeLabel: string;
  colors: string[];
  token: {
    colorTextSecondary: string;
    colorBorderSecondary: string;
    colorWarning: string;
    colorBorder: string;
  };
}

function options(
  props: ChartProps,
  { width, height, zone, timeLabel, colors, token }: Look,
): uPlot.Options {
  const { series, format, syncKey, between } = props;
  const axis = {
    stroke: token.colorTextSecondary,
    grid: { stroke: token.colorBorderSecondary, width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height,
    tzDate: (seconds) => inZone(seconds, zone),
    cursor: syncKey ? { sync: { key: syncKey } } : {},
    legend: { live: true },
    scales: {
      ...(between ? { x: { range: between } } : {}),
      y: { range: (_, low, high) => [Math.min(0, low ?? 0), high && high > 0 ? high * 1.1 : 1] },
    },
    axes: [
      {
        ...axis,
        values: (_, ticks, __, ___, step) => ticks.map((tick) => tickText(tick, step, zone)),
      },
      {
        ...axis,
        size: 64,
        values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : format(tick))),
      },
    ],
    series: [
      {
        label: timeLabel,
        value: (_, seconds) => (seconds === null ? '–' : clockIn(zone, new Date(seconds * 1000))),
      },
      ...series.map((each, index) => ({
        label: each.label,
        stroke: colors[index % colors.length] ?? '',
        width: 2,
        spanGaps: false,
        points: { show: each.values.filter((value) => value !== null).length < 2 },
        value: (_: uPlot, value: number | null) => (value === null ? '–' : format(value)),
      })),
    ],
    hooks: { draw: [(plot) => drawLines(plot, props, token)] },
  };
}

// Times of a day as clocks show them; midnight, and steps of days, as the date.
function tickText(seconds: number, step: number, zone: string): string {
  const clock = clockIn(zone, new Date(seconds * 1000));
  const time = clock.slice(11, 16);
  return step >= 86_400 || time === '00:00' ? clock.slice(5, 10) : time;
}

function drawLines(plot: uPlot, { target, marks = [] }: ChartProps, token: Look['token']): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.setLineDash([4, 4]);
  ctx.lineWidth = 1;
  if (target) {
    const y = plot.valToPos(target.value, 'y', true);
    ctx.strokeStyle = token.colorWarning;
    line(ctx, bbox.left, y, bbox.left + bbox.width, y);
  }
  ctx.strokeStyle = token.colorBorder;
  for (const mark of marks) {
    const x = plot.valToPos(mark.time, 'x', true);
    if (x >= bbox.left && x <= bbox.left + bbox.width)
      line(ctx, x, bbox.top, x, bbox.top + bbox.height);
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

// uPlot reads a date's local fields.
function inZone(seconds: number, zone: string): Date {
  const clock = clockIn(zone, new Date(seconds * 1000));
  return fixedOffset(zone) === undefined || clock
    ? new Date(clock.replace(' ', 'T'))
    : new Date(seconds * 1000);
}
