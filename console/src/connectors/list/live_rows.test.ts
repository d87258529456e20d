import { describe, expect, it } from 'vitest';
import type { WatchResponse } from '../../api/generated/types';
import { type LiveRows, noNews, orderChanged, take } from './live_rows';

const a = { name: 'instances/i/connectors/a', severity: 10, state: 'RUNNING' as const };
const failed = { ...a, severity: 60, state: 'FAILED' as const };

const takeOne = (rows: LiveRows, event: WatchResponse) => take(rows, event, [a.name]);

describe('rows on the screen', () => {
  it('are written over where they are', () => {
    const rows = takeOne(noNews, { type: 'CHANGED', connectors: [failed] });

    expect(rows.fresh.get(a.name)?.state).toBe('FAILED');
    expect(rows.marks.size).toBe(0);
    expect(orderChanged([a], rows)).toBe(true);
  });

  it('that left the filter are marked and stay', () => {
    const rows = takeOne(noNews, { type: 'LEFT', connectors: [failed] });

    expect(rows.marks.get(a.name)).toBe('left');
  });

  it('that fit again lose their mark', () => {
    const left = takeOne(noNews, { type: 'LEFT', connectors: [failed] });

    expect(takeOne(left, { type: 'CHANGED', connectors: [a] }).marks.size).toBe(0);
  });

  it('that had left before anybody told are missing in the snapshot, and marked', () => {
    const b = { ...a, name: 'instances/i/connectors/b' };
    const begun = take(noNews, { type: 'SNAPSHOT', connectors: [a] }, [a.name, b.name]);
    expect(begun.marks.size).toBe(0);

    const told = take(begun, { type: 'SNAPSHOT', snapshotDone: true }, [a.name, b.name]);

    expect([...told.marks]).toEqual([[b.name, 'left']]);
    const again = take(told, { type: 'SNAPSHOT', connectors: [a, b], snapshotDone: true }, [
      a.name,
      b.name,
    ]);
    expect(again.marks.size).toBe(0);
  });

  it('that are deleted say so', () => {
    expect(takeOne(noNews, { type: 'DELETED', deletedNames: [a.name] }).marks.get(a.name)).toBe(
      'deleted',
    );
  });

  it('have no news any more once the stream begins anew', () => {
    const left = takeOne(noNews, { type: 'LEFT', connectors: [failed] });

    expect(takeOne(left, { type: 'RESYNC' })).toEqual(noNews);
  });

  it('whose place stays the same offer no new order', () => {
    expect(
      orderChanged(
        [a],
        takeOne(noNews, { type: 'CHANGED', connectors: [{ ...a, description: 'new' }] }),
      ),
    ).toBe(false);
  });
});
