// What of the connectors is looked at: filter, order, page. All of it is in the URL, and becomes a filter of the API. Pure.
import type { Connector_State } from '../../api/generated/types';
import { quoted } from '../state/filter';
import { statesBySeverity } from '../state/states';

export const sizes = [20, 50, 100, 200] as const;
export const orders = {
  '-severity': 'severity desc, freshness desc',
  severity: 'severity, freshness',
  name: 'name',
  '-name': 'name desc',
  lag: 'lag_records',
  '-lag': 'lag_records desc',
  fresh: 'freshness',
  '-fresh': 'freshness desc',
  updated: 'update_time',
  '-updated': 'update_time desc',
} as const;

export type Order = keyof typeof orders;

export interface View {
  states: Connector_State[];
  q: string;
  // `team=pay`, or `team` when any value will do.
  labels: string[];
  // Older than this, as `10m`; empty: of any age.
  older: string;
  // Of a first cause; empty: of any or none.
  reason: string;
  sort: Order;
  size: number;
  // The token of the page; empty: the first.
  after: string;
  // How many rows are before the page.
  before: number;
}

export const wholeView: View = {
  states: [],
  q: '',
  labels: [],
  older: '',
  reason: '',
  sort: '-severity',
  size: 50,
  after: '',
  before: 0,
};

// Whatever is not understood is left out: a URL is typed by people, too.
export function viewOf(params: URLSearchParams): View {
  const size = Number(params.get('size'));
  const sort = params.get('sort') ?? '';
  const before = Number(params.get('before') ?? 0);
  const after = params.get('after') ?? '';
  return {
    states: (params.get('state') ?? '').split(',').filter(isState),
    q: queryOf(params.get('q') ?? ''),
    labels: params.getAll('label').filter(isLabel),
    older: /^\d{1,6}[smhd]$/.test(params.get('older') ?? '') ? (params.get('older') ?? '') : '',
    reason: /^[A-Z0-9_]{1,64}$/.test(params.get('reason') ?? '')
      ? (params.get('reason') ?? '')
      : '',
    sort: sort in orders ? (sort as Order) : wholeView.sort,
    size: sizes.find((each) => each === size) ?? wholeView.size,
    after,
    before: after !== '' && Number.isSafeInteger(before) && before > 0 ? before : 0,
  };
}

export function paramsOf(view: View): URLSearchParams {
  const params = new URLSearchParams();
  if (view.states.length > 0) params.set('state', view.states.join(','));
  if (view.q) params.set('q', view.q);
  for (const label of view.labels) params.append('label', label);
  if (view.older) params.set('older', view.older);
  if (view.reason) params.set('reason', view.reason);
  if (view.sort !== wholeView.sort) params.set('sort', view.sort);
  if (view.size !== wholeView.size) params.set('size', String(view.size));
  if (view.after) params.set('after', view.after);
  if (view.after && view.before) params.set('before', String(view.before));
  return params;
}

// Another filter or order begins at its first page.
export function changed(view: View, change: Partial<View>): View {
  return { ...view, after: '', before: 0, ...change };
}

export function isFiltered(view: View): boolean {
  return filterOf(view) !== '';
}

export function filterOf(view: View): string {
  return [statesFilter(view.states), filterButStates(view)]
    .filter((each) => each !== '')
    .join(' AND ');
}

// For the counters: what would be counted in each state if it were chosen.
export function filterButStates(view: View): string {
  return [
    view.q ? `q = ${quoted(view.q)}` : '',
    ...view.labels.map(labelFilter),
    view.older ? `freshness > ${ageOf(view.older)}` : '',
    view.reason ? `trouble.reason = ${view.reason}` : '',
  ]
    .filter((each) => each !== '')
    .join(' AND ');
}

function statesFilter(states: Connector_State[]): string {
  if (states.length === 0) return '';
  return states.length === 1 ? `state = ${states[0]}` : `state = (${states.join(' OR ')})`;
}

// The API takes a filter of 1024 bytes, and most characters have at most three.
export const queryCharsMax = 200;

// What is typed, as a filter may hold it: the API refuses controls.
export function queryOf(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, queryCharsMax);
}

// The API's durations end at hours.
function ageOf(older: string): string {
  return older.endsWith('d') ? `${24 * Number(older.slice(0, -1))}h` : older;
}

// As the API has labels: at most 63 characters on either side.
const labelForm = /^[a-z][a-z0-9\-_./]{0,62}(=[\w\-./]{1,63})?$/;

export function isLabel(text: string): boolean {
  return labelForm.test(text);
}

function labelFilter(label: string): string {
  const at = label.indexOf('=');
  return at < 0
    ? `labels:${label}`
    : `labels.${label.slice(0, at)} = ${quoted(label.slice(at + 1))}`;
}

function isState(text: string): text is Connector_State {
  return statesBySeverity.includes(text as Connector_State);
}
