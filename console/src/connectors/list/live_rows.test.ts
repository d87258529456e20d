import { describe, expect, it } from 'vitest';
import { noNews, orderChanged, take } from './live_rows';

const a = { name: 'instances/i/connectors/a', severity: 10, state: 'RUNNING' as const };
const failed = { ...a, severity: 60, state: 'FAILED' as const };

describe('rows on the screen', () => {
  it('are written over where they are', () => {
    const rows = take(noNews, { type: 'CHANGED', connectors: [failed] });

    expect(rows.fresh.get(a.name)?.state).toBe('FAILED');
    expect(rows.marks.size).toBe(0);
    expect(orderChanged([a], rows)).toBe(true);
  });

  it('that left the filter are marked and stay', () => {
    const rows = take(noNews, { type: 'LEFT', connectors: [failed] });

    expect(rows.marks.get(a.name)).toBe('left');
  });

  it('that fit again lose their mark', () => {
    const left = take(noNews, { type: 'LEFT', connectors: [failed] });

    expect(take(left, { type: 'CHANGED', connectors: [a] }).marks.size).toBe(0);
  });

  it('that are deleted say so', () => {
    expect(take(noNews, { type: 'DELETED', deletedNames: [a.name] }).marks.get(a.name)).toBe(
      'deleted',
    );
  });

  it('whose place stays the same offer no new order', () => {
    expect(
      orderChanged(
        [a],
        take(noNews, { type: 'CHANGED', connectors: [{ ...a, description: 'new' }] }),
      ),
    ).toBe(false);
  });
});
