// Which stretch of time the charts show. The span is in the URL, so that a link shows the same charts.
import { toDuration } from '../../api/figures';

export const spans = ['1h', '6h', '24h', '7d'] as const;
export type Span = (typeof spans)[number];

const minute = 60_000;

// In milliseconds. The server keeps a point a minute for 7 days and answers at most 500 points.
const lengths: Record<Span, { length: number; step: number }> = {
  '1h': { length: 60 * minute, step: minute },
  '6h': { length: 6 * 60 * minute, step: minute },
  '24h': { length: 24 * 60 * minute, step: 3 * minute },
  '7d': { length: 7 * 24 * 60 * minute, step: 21 * minute },
};

export interface TimeRange {
  span: Span;
  // In milliseconds since 1970; `start` is a multiple of the step, so that points keep their places as time goes on.
  start: number;
  end: number;
  step: number;
}

// What the URL says; an hour where it says nothing that is known.
export function spanOf(text: string | null): Span {
  return spans.find((span) => span === text) ?? '1h';
}

// The span that ends now. It is the same for a minute, and so is the question that is asked with it.
export function rangeUntil(span: Span, now: number): TimeRange {
  const { length, step } = lengths[span];
  const end = Math.ceil(now / minute) * minute;
  return { span, start: Math.ceil((end - length) / step) * step, end, step };
}

export function questionOf(range: TimeRange): { startTime: string; endTime: string; step: string } {
  return {
    startTime: new Date(range.start).toISOString(),
    endTime: new Date(range.end).toISOString(),
    step: toDuration(range.step),
  };
}
