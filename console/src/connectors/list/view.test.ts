import { describe, expect, it } from 'vitest';
import { changed, filterButStates, filterOf, paramsOf, viewOf, wholeView } from './view';

describe('a view of the connectors', () => {
  it('survives the way through the URL', () => {
    const view = viewOf(
      new URLSearchParams(
        'state=FAILED,STALLED&q=or"ders&label=team=pay&label=tier&older=10m&sort=-lag&size=100&after=t&before=100',
      ),
    );

    expect(viewOf(paramsOf(view))).toEqual(view);
    expect(view.states).toEqual(['FAILED', 'STALLED']);
    expect(view.before).toBe(100);
  });

  it('becomes a filter of the API, with what people type in quotes', () => {
    const view = {
      ...wholeView,
      states: ['FAILED' as const, 'STALLED' as const],
      q: 'a"b\\',
      labels: ['team=pay', 'tier'],
      older: '10m',
    };

    expect(filterOf(view)).toBe(
      'state = (FAILED OR STALLED) AND q = "a\\"b\\\\" AND labels.team = "pay" AND labels:tier AND freshness > 10m',
    );
  });

  it('counts states as if none were chosen', () => {
    expect(filterButStates({ ...wholeView, states: ['FAILED'], q: 'x' })).toBe('q = "x"');
  });

  it('begins at the first page when filter or order change', () => {
    expect(changed({ ...wholeView, after: 't', before: 50 }, { sort: 'name' })).toMatchObject({
      after: '',
      before: 0,
      sort: 'name',
    });
  });

  it('has days as the API has them: in hours', () => {
    expect(filterOf({ ...wholeView, older: '2d' })).toBe('freshness > 48h');
  });

  it('holds no more text than the API takes, and none that it refuses', () => {
    const view = viewOf(
      new URLSearchParams({ q: `a\tb${'x'.repeat(5000)}`, label: `team=${'y'.repeat(64)}` }),
    );

    expect(view.q).toBe(`a b${'x'.repeat(197)}`);
    expect(view.labels).toEqual([]);
    expect(viewOf(new URLSearchParams('label=team=')).labels).toEqual([]);
  });

  it('leaves out what it does not understand', () => {
    const view = viewOf(
      new URLSearchParams(
        'state=BROKEN,FAILED&sort=colour&size=7&older=ever&label=A%20b&reason=a)&before=-3',
      ),
    );

    expect(view).toEqual({ ...wholeView, states: ['FAILED'] });
  });
});
