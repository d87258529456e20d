// A Sluice that is only made up: a few hundred connectors in all states, and answers for every call that a page makes.
import type { Page, Route } from '@playwright/test';
import type {
  Connector,
  Connector_State,
  StateCount,
  Subscription,
} from '../../src/api/generated/types';

import { detailOf, makeInstances, makeWorkers, operationOf } from './details';

const teams = ['pay', 'growth', 'search', 'risk'];
const subjects = [
  'orders',
  'payments',
  'clicks',
  'users',
  'inventory',
  'refunds',
  'audit',
  'sessions',
];
const verbs = [
  'deploy',
  'pause',
  'resume',
  'stop',
  'restart',
  'update',
  'rollback',
  'delete',
  'undelete',
];
const severity: Partial<Record<Connector_State, number>> = {
  FAILED: 60,
  STALLED: 50,
  DEGRADED: 40,
  STARTING: 30,
  CREATING: 30,
  DRAFT: 20,
  STOPPED: 20,
  PAUSED: 15,
  RUNNING: 10,
};

export function makeConnectors(count: number, now: number): Connector[] {
  return Array.from({ length: count }, (_, index) => makeConnector(index, now));
}

function stateOf(index: number): Connector_State {
  if (index % 97 === 3) return 'FAILED';
  if (index % 61 === 7) return 'STALLED';
  if (index % 43 === 11) return 'DEGRADED';
  if (index % 29 === 13) return 'PAUSED';
  if (index % 31 === 17) return 'DRAFT';
  if (index % 71 === 19) return 'STOPPED';
  if (index % 89 === 23) return 'STARTING';
  return 'RUNNING';
}

export function makeConnector(index: number, now: number): Connector {
  const subject = subjects[index % subjects.length] ?? '';
  const id = `${subject}-${String(Math.floor(index / subjects.length)).padStart(3, '0')}`;
  const state = stateOf(index);
  const bad = ['FAILED', 'STALLED', 'DEGRADED'].includes(state);
  const running = state === 'RUNNING' || bad;
  const lag = bad ? 18_000 + index * 137 : (index * 37) % 90;
  const at = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
  return {
    name: `instances/prod/connectors/${id}`,
    uid: `uid-${index}`,
    etag: `e${index}`,
    createTime: at(86_400 * 40 + index * 600),
    updateTime: at(3_600 + index * 311),
    labels: { team: teams[index % teams.length] ?? '' },
    description: `Rows of ${subject} for the warehouse`,
    source: { topic: `${subject}-events`, startOffset: 'LATEST' },
    sink: {
      endpoint: 'http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api',
      project: 'dw_prod',
      table: `ods_${subject}`,
      timeZone: 'GMT 08:00',
      mode: 'DEFAULT',
      format: 'TEXT',
    },
    scaling: { tasks: 4 },
    generation: '3',
    observedGeneration: '3',
    desiredState:
      state === 'DRAFT'
        ? 'DRAFT'
        : state === 'PAUSED'
          ? 'PAUSED'
          : state === 'STOPPED'
            ? 'STOPPED'
            : 'RUNNING',
    state,
    severity: severity[state] ?? 30,
    reconciling: state === 'STARTING',
    revision: String(1 + (index % 7)),
    status: {
      tasks: running ? 4 : 0,
      tasksRunning: running ? (state === 'FAILED' ? 0 : state === 'DEGRADED' ? 3 : 4) : 0,
      lagRecords: running ? String(lag) : '-1',
      rowsCommitted: String(1_200_000 + index * 991),
      deadLetters: bad ? '412' : '0',
      ...(running
        ? {
            freshUntil: at(bad ? 2_400 : 4),
            freshness: bad ? '2400s' : '4s',
            lastCommitTime: at(bad ? 2_400 : 3),
          }
        : {}),
    },
    ...(bad ? { trouble: troubleOf(state, subject, at) } : {}),
    allowedActions: verbs.map((verb) => ({
      verb,
      allowed: verb !== 'resume' && verb !== 'undelete' && (verb !== 'deploy' || state === 'DRAFT'),
      reason: verb === 'resume' ? 'it is not paused; pause it first' : '',
    })),
  };
}

function troubleOf(
  state: Connector_State,
  subject: string,
  at: (seconds: number) => string,
): NonNullable<Connector['trouble']> {
  if (state === 'FAILED') {
    return {
      reason: 'PERMISSION_MISSING',
      errorClass: 'USER',
      message: `the role acs:ram::1234567890123456:role/sluice may not alter the table dw_prod.ods_${subject}`,
      remedy: `grant Describe, Alter, Update on table ods_${subject} to user \`RAM$1234567890123456:role/sluice\`;`,
      since: at(2_400),
      count: '17',
      tasks: [0, 1, 2, 3],
    };
  }
  if (state === 'STALLED') {
    return {
      reason: 'MAXCOMPUTE_UNREACHABLE',
      errorClass: 'DESTINATION',
      message: 'the tunnel of dw_prod answered 503 for 40 minutes',
      remedy: '',
      since: at(2_400),
      count: '212',
      nextAttemptTime: at(-45),
      tasks: [2],
    };
  }
  return {
    reason: 'CSV_FIELD_COUNT',
    errorClass: 'USER',
    message: `412 records of ${subject}-events have 7 fields where the table has 8 columns`,
    remedy: 'add the column, or replay the records once they are mended',
    since: at(4_000),
    count: '412',
    tasks: [1],
  };
}

export interface World {
  connectors: Connector[];
  // Every call, in order: `GET /v1/…`.
  calls: string[];
  // Answers instead of the world, by the beginning of the call.
  instead: Map<string, (route: Route) => Promise<void>>;
  caller: object;
}

export async function makeWorld(page: Page, count = 412): Promise<World> {
  const world: World = {
    connectors: makeConnectors(count, Date.now()),
    calls: [],
    instead: new Map(),
    caller: {},
  };
  await page.context().route(/\/v1[/:]/, (route) => answer(world, route));
  return world;
}

async function answer(world: World, route: Route): Promise<void> {
  const request = route.request();
  const url = new URL(request.url());
  const call = `${request.method()} ${url.pathname}`;
  world.calls.push(call + url.search);
  for (const [beginning, instead] of world.instead) {
    if (call.startsWith(beginning)) return instead(route);
  }
  const json = (body: unknown) => route.fulfill({ json: body });
  if (call === 'POST /v1:watch') return answerWatch(world, route);
  if (call === 'GET /v1/caller') return json(world.caller);
  if (call === 'GET /v1/instances') {
    return json({ instances: makeInstances(Date.now()) });
  }
  if (call === 'GET /v1/operations') return json({});
  const workers = makeWorkers(Date.now());
  if (call === 'GET /v1/workers') return json({ workers });
  const worker = workers.find((each) => call === `GET /v1/${each.name}`);
  if (worker) return json(worker);
  if (call.startsWith('GET /v1/operations/') && world.connectors[0])
    return json(operationOf(world.connectors[0], 'OFFSET_CHANGE', Date.now()));
  if (/^GET \/v1\/instances\/[^/]+$/.test(call))
    return json({ name: 'instances/prod', connectorFeature: 'ENABLED' });
  if (call.endsWith('/connectors') && call.startsWith('GET'))
    return json(list(world, url.searchParams));
  if (call.endsWith('/connectors:count'))
    return json(count(world, url.searchParams.get('filter') ?? ''));
  const one = world.connectors.find((each) => url.pathname === `/v1/${each.name}`);
  if (one && request.method() === 'GET') return json(one);
  const about = world.connectors.find(
    (each) =>
      /^[/:]/.test(url.pathname.slice(`/v1/${each.name}`.length)) &&
      url.pathname.startsWith(`/v1/${each.name}`),
  );
  return json((about && detailOf(about, url.pathname, url.searchParams)) ?? {});
}

// Enough of the filter for what the console makes.
function fits(connector: Connector, filter: string): boolean {
  return filter
    .split(' AND ')
    .filter((each) => each !== '')
    .every((condition) => {
      const states = /^state = \(?([A-Z_ ]+?)\)?$/.exec(condition);
      if (states) return (states[1] ?? '').split(' OR ').includes(connector.state ?? '');
      const text = /^q = "(.*)"$/.exec(condition)?.[1];
      if (text !== undefined)
        return JSON.stringify([
          connector.name,
          connector.source,
          connector.sink,
          connector.labels,
        ]).includes(text);
      const label = /^labels\.([a-z]+) = "(.*)"$/.exec(condition);
      if (label) return connector.labels?.[label[1] ?? ''] === label[2];
      return true;
    });
}

function list(world: World, query: URLSearchParams) {
  const fitting = world.connectors.filter((each) => fits(each, query.get('filter') ?? ''));
  const order = query.get('order_by') ?? 'name';
  const sorted = [...fitting].sort((a, b) => {
    if (order.startsWith('severity'))
      return (b.severity ?? 0) - (a.severity ?? 0) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1);
    const sign = order.endsWith('desc') ? -1 : 1;
    return ((a.name ?? '') < (b.name ?? '') ? -1 : 1) * sign;
  });
  const from = Number(query.get('page_token') || 0);
  const size = Number(query.get('page_size') ?? 50);
  return {
    connectors: sorted.slice(from, from + size),
    nextPageToken: from + size < sorted.length ? String(from + size) : '',
  };
}

function count(world: World, filter: string): { counts: StateCount[]; totalCount: string } {
  const byState = new Map<Connector_State, number>();
  const fitting = world.connectors.filter((each) => fits(each, filter));
  for (const each of fitting)
    byState.set(
      each.state ?? 'STATE_UNSPECIFIED',
      (byState.get(each.state ?? 'STATE_UNSPECIFIED') ?? 0) + 1,
    );
  return {
    counts: [...byState].map(([state, n]) => ({ state, count: String(n) })),
    totalCount: String(fitting.length),
  };
}

// One snapshot; a routed answer cannot stay open, so the stream ends and is asked for again.
async function answerWatch(world: World, route: Route): Promise<void> {
  const { subscriptions = [] } = route.request().postDataJSON() as {
    subscriptions?: Subscription[];
  };
  const events = subscriptions.flatMap((each) => {
    const rows = each.countsOnly
      ? []
      : world.connectors.filter((row) =>
          each.names?.length ? each.names.includes(row.name ?? '') : fits(row, each.filter ?? ''),
        );
    const now = new Date().toISOString();
    return [
      {
        type: 'SNAPSHOT',
        subscriptionId: each.id,
        connectors: rows.slice(0, 200),
        snapshotDone: true,
        time: now,
      },
      ...(each.counts || each.countsOnly
        ? [
            {
              type: 'COUNTS',
              subscriptionId: each.id,
              ...count(world, each.filter ?? ''),
              time: now,
            },
          ]
        : []),
    ];
  });
  await route.fulfill({
    contentType: 'text/event-stream',
    body: events.map((each) => `data: ${JSON.stringify(each)}\n\n`).join(''),
  });
}
