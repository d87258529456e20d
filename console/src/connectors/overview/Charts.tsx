// Freshness, lag, throughput and dead letters over time. Nobody measured is a gap, not 0.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { connectorKeys, eventsQuery, metricsQuery } from '../../api/connectors';
import type { QueryConnectorMetricsResponse } from '../../api/generated/types';
import { Answer } from '../../parts/Answer';
import { Chart } from '../../parts/Chart';
import { useNow } from '../../parts/now';
import { type Numbers, useNumbers } from '../../parts/numbers';
import { useFirstZone } from '../../parts/Time';
import { clockIn, span as spanText } from '../../parts/zones';
import { useWords, type Words, words } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { useFollow } from '../state/use_follow';
import { marksOf } from './marks';
import styles from './overview.module.css';
import { columnsOf, type Metric, summaryOf } from './series';
import { questionOf, rangeUntil, spanOf, spans, type TimeRange } from './time_range';

const eventsOnCharts = 200;

export function Charts() {
  const t = useWords();
  const { name = '' } = useConnector();
  const [search, setSearch] = useSearchParams();
  const chosen = spanOf(search.get('range'));
  const now = useNow();
  const minute = Math.floor(now / 60_000);
  const range = useMemo(() => rangeUntil(chosen, minute * 60_000 + 1), [chosen, minute]);
  const query = useQuery({
    ...metricsQuery({ name, ...questionOf(range) }),
    placeholderData: keepPreviousData,
    refetchInterval: useFollow(connectorKeys.part(name, 'metrics'), 30_000),
  });
  const events = useQuery(
    eventsQuery({ parent: name, pageSize: eventsOnCharts, types: ['STATE', 'CHANGE'] }),
  );
  const marks = useMemo(
    () => marksOf(events.data?.events ?? [], range, t),
    [events.data, range, t],
  );
  return (
    <section className={styles.card}>
      <header className={styles.cardHead}>
        <h2>{t('overview.charts.title')}</h2>
        <Segmented
          options={spans.map((each) => ({ value: each, label: t(`overview.charts.span.${each}`) }))}
          value={chosen}
          onChange={(value) =>
            setSearch(
              (before) => {
                before.set('range', value);
                return before;
              },
              { replace: true },
            )
          }
          aria-label={t('overview.charts.range')}
        />
      </header>
      <Answer query={query} what={name} rows={8}>
        {(answer) => <Drawn answer={answer} range={range} marks={marks} />}
      </Answer>
    </section>
  );
}

interface DrawnProps {
  answer: QueryConnectorMetricsResponse;
  range: TimeRange;
  marks: { time: number; label: string }[];
}

function Drawn({ answer, range, marks }: DrawnProps) {
  const t = useWords();
  const numbers = useNumbers();
  const drawings = useMemo(() => drawingsOf(t, numbers), [t, numbers]);
  return (
    <div className={styles.charts}>
      {drawings.map((drawing) => (
        <One key={drawing.metric} drawing={drawing} answer={answer} range={range} marks={marks} />
      ))}
    </div>
  );
}

interface Drawing {
  metric: Metric;
  title: string;
  // Beside the figure under the cursor.
  label: string;
  format: (value: number) => string;
}

function drawingsOf(t: Words, numbers: Numbers): Drawing[] {
  const seconds = (value: number) =>
    value < 1 ? `${Math.round(value * 10) / 10} s` : spanText(value * 1000, words.language);
  return [
    {
      metric: 'freshness_seconds',
      title: t('overview.charts.freshness'),
      label: t('overview.charts.short.freshness'),
      format: seconds,
    },
    {
      metric: 'lag_records',
      title: t('overview.charts.lag'),
      label: t('overview.charts.short.lag'),
      format: numbers.short,
    },
    {
      metric: 'rows',
      title: t('overview.charts.rows'),
      label: t('overview.charts.short.rows'),
      format: numbers.short,
    },
    {
      metric: 'bytes',
      title: t('overview.charts.bytes'),
      label: t('overview.charts.short.bytes'),
      format: numbers.bytes,
    },
    {
      metric: 'dead_letters',
      title: t('overview.charts.deadLetters'),
      label: t('overview.charts.short.deadLetters'),
      format: numbers.short,
    },
  ];
}

function One({ drawing, answer, range, marks }: DrawnProps & { drawing: Drawing }) {
  const t = useWords();
  const zone = useFirstZone();
  const { metric, title, label, format } = drawing;
  const columns = useMemo(
    () => columnsOf(answer, [metric], range.step),
    [answer, metric, range.step],
  );
  const series = useMemo(() => [{ label, values: columns.values[0] ?? [] }], [label, columns]);
  const between = useMemo((): [number, number] => [range.start / 1000, range.end / 1000], [range]);
  const summary = useMemo(() => {
    const { last, highest, highestTime, gaps } = summaryOf(columns, 0);
    if (last === undefined || highest === undefined || highestTime === undefined)
      return t('overview.charts.nothing', { title });
    const time = clockIn(zone, new Date(highestTime)).slice(0, 16);
    const told = t('overview.charts.summary', {
      title,
      last: format(last),
      highest: format(highest),
      time,
    });
    return gaps > 0 ? `${told} ${t('overview.charts.gaps', { count: gaps })}` : told;
  }, [columns, title, format, zone, t]);
  if (columns.times.length === 0) {
    return (
      <figure className={styles.noChart}>
        <figcaption>{title}</figcaption>
        <p>{t('overview.charts.empty')}</p>
      </figure>
    );
  }
  return (
    <Chart
      title={title}
      summary={summary}
      times={columns.times}
      series={series}
      format={format}
      marks={marks}
      syncKey="overview"
      between={between}
      height={150}
    />
  );
}
