// A made-up instance, MaxCompute and connector for the tests of the wizard: what a definition asks of them is answered as the
// server would, and grants, tables and records can be given while the page is open.
import type { Page, Route } from '@playwright/test';
import type { Connector, Finding, Instance, TablePartition } from '../../src/api/generated/types';
import { makeWorld, type World } from './world';

export const role = '`RAM$1234567890123456:role/aliyunkafkamaxcomputeuser1`';

export interface Destination {
  world: World;
  instance: Instance;
  topics: { topic: string; partitions: number; replicationFactor?: number }[];
  // Of connectors that exist, by id.
  connectors: Map<string, Connector>;
  granted: Set<string>;
  tableExists: boolean;
  columns: string[];
  rows: unknown[][];
  partitions: TablePartition[];
  // Bodies that were sent, by what they ask for: `validate`, `create`, `update`, …
  sent: Map<string, Record<string, unknown>[]>;
  // Somebody else's change, which an update meets.
  meanwhile: (() => void) | undefined;
}

export async function makeDestination(page: Page): Promise<Destination> {
  const world = await makeWorld(page, 12);
  const destination: Destination = {
    world,
    instance: {
      name: 'instances/prod',
      displayName: 'Production',
      region: 'cn-hangzhou',
      vpcId: 'vpc-1',
      vswitchIds: ['vsw-1', 'vsw-2'],
      connectorFeature: 'ENABLED',
      kafkaVersion: '3.9',
    },
    topics: [
      { topic: 'maxcompute-test-input', partitions: 4 },
      { topic: 'one-partition', partitions: 1 },
      { topic: 'three-partitions', partitions: 3 },
    ],
    connectors: new Map(world.connectors.map((each) => [idOf(each), each])),
    granted: new Set(['Describe', 'Alter', 'Update', 'CreateInstance', 'Select']),
    tableExists: true,
    columns: ['topic', 'partition', 'offset', 'key', 'value'],
    rows: [],
    partitions: [],
    sent: new Map(),
    meanwhile: undefined,
  };
  const on = (beginning: string, make: (route: Route, body: Record<string, unknown>) => unknown) =>
    world.instead.set(beginning, async (route) => {
      const body = (route.request().postDataJSON() ?? {}) as Record<string, unknown>;
      const made = make(route, body);
      if (made instanceof Refusal) await route.fulfill({ status: made.http, json: made.body });
      else await route.fulfill({ json: made });
    });
  const keep = (what: string, body: Record<string, unknown>) =>
    destination.sent.set(what, [...(destination.sent.get(what) ?? []), body]);

  on('GET /v1/instances/prod/topics', (route) => {
    const filter = new URL(route.request().url()).searchParams.get('filter') ?? '';
    return { topics: destination.topics.filter((each) => each.topic.includes(filter)) };
  });
  on('POST /v1/instances/prod:listTables', () => ({ tables: ['test_kafka', 'test_other'] }));
  on('POST /v1/instances/prod/connectors:validate', (_, body) => {
    keep('validate', body);
    const findings = findingsOf(destination, body.connector as Connector);
    return { deployable: findings.every((each) => each.severity !== 'ERROR'), findings };
  });
  on('POST /v1/instances/prod/connectors:render', (_, body) => {
    keep('render', body);
    return {
      manifest: `kind: Connector\nname: instances/prod/connectors/${body.connectorId}\n`,
      command: `sluicectl create connector ${body.connectorId} --instance prod`,
    };
  });
  on('POST /v1/instances/prod/connectors:previewRecords', () => sample());
  on('POST /v1/instances/prod/connectors/', (route, body) => act(destination, route, body, keep));
  on('POST /v1/instances/prod/connectors', (route) => {
    const query = new URL(route.request().url()).searchParams;
    const id = query.get('connectorId') ?? query.get('connector_id') ?? '';
    const requestId = query.get('requestId') ?? query.get('request_id') ?? '';
    const connector = route.request().postDataJSON() as Connector;
    keep('create', { id, requestId, connector });
    const made = made_(id, connector);
    destination.connectors.set(id, made);
    return made;
  });
  on('PATCH /v1/instances/prod/connectors/', (route, body) =>
    update(destination, route, body, keep),
  );
  on('GET /v1/instances/prod/connectors/', (route) => read(destination, route));
  on('GET /v1/instances/prod', (route) =>
    new URL(route.request().url()).pathname.endsWith('/prod')
      ? destination.instance
      : { connectors: [] },
  );
  return destination;
}

const idOf = (connector: Connector) => connector.name?.split('/').at(-1) ?? '';

class Refusal {
  constructor(
    readonly http: number,
    readonly body: object,
  ) {}
}

function refusal(code: number, http: number, reason: string, message: string): Refusal {
  const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'sluice' };
  return new Refusal(http, { code, message, details: [info] });
}

function findingsOf(destination: Destination, connector: Connector): Finding[] {
  const sink = connector.sink ?? {};
  const findings: Finding[] = [];
  const topic = destination.topics.find((each) => each.topic === connector.source?.topic);
  if (connector.source?.topic && !topic) {
    findings.push({
      severity: 'ERROR',
      field: 'connector.source.topic',
      reason: 'SOURCE_TOPIC_NOT_FOUND',
      subject: `topics/${connector.source.topic}`,
      message: `topic ${connector.source.topic} does not exist`,
      remedy: `kafka-topics.sh --create --topic ${connector.source.topic}`,
    });
  }
  if (!sink.table || !sink.project) return findings;
  if (!destination.tableExists) {
    findings.push({
      severity: 'ERROR',
      field: 'connector.sink.table',
      reason: 'TABLE_NOT_FOUND',
      message: `table ${sink.table} does not exist in project ${sink.project}`,
      remedy: `CREATE TABLE IF NOT EXISTS ${sink.table}(topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING) PARTITIONED by (pt STRING);`,
    });
  }
  for (const column of ['key', 'value']) {
    if (destination.columns.includes(column) || !destination.tableExists) continue;
    findings.push({
      severity: 'ERROR',
      field: 'connector.sink.table',
      reason: 'TABLE_UNFIT',
      message: `table ${sink.table} has no column ${column}`,
      remedy: `ALTER TABLE ${sink.table} ADD COLUMNS (${column} STRING);`,
    });
  }
  for (const action of ['Describe', 'Alter', 'Update']) {
    if (destination.granted.has(action)) continue;
    findings.push({
      severity: 'ERROR',
      field: 'connector.sink.role_name',
      reason: 'PERMISSION_MISSING',
      message: `the role may not ${action} the table ${sink.table}`,
      remedy: `grant ${action} on table ${sink.table} to user ${role};`,
    });
  }
  findings.push({
    severity: 'INFO',
    field: 'connector.sink.endpoint',
    message: 'the endpoint answers',
  });
  return findings;
}

function sample() {
  return {
    columns: ['topic', 'partition', 'offset', 'key', 'value'],
    records: Array.from({ length: 10 }, (_, index) => ({
      partition: 0,
      offset: String(99 - index),
      timestamp: '2020-11-17T07:12:09Z',
      ...(index === 3
        ? {
            rejection: {
              stage: 'VALUE_CONVERTER',
              reason: 'NOT_UTF8',
              column: 'value',
              message: 'byte 3 is no UTF-8',
            },
          }
        : {
            row: [
              'maxcompute-test-input',
              '0',
              String(99 - index),
              String(index),
              '<img src=x onerror=alert(1)>',
            ],
            tablePartition: 'pt=11-17-2020 15',
          }),
    })),
  };
}

function made_(id: string, connector: Connector): Connector {
  return {
    ...connector,
    name: `instances/prod/connectors/${id}`,
    uid: `uid-${id}`,
    etag: 'e1',
    revision: '1',
    state: 'DRAFT',
    desiredState: 'DRAFT',
    status: { tasks: 0 },
    allowedActions: [
      { verb: 'deploy', allowed: true },
      { verb: 'update', allowed: true },
    ],
  };
}

function act(
  destination: Destination,
  route: Route,
  body: Record<string, unknown>,
  keep: (what: string, body: Record<string, unknown>) => void,
): unknown {
  const [, id = '', verb = ''] = /connectors\/([^/:]+):(\w+)/.exec(route.request().url()) ?? [];
  keep(verb, body);
  const connector = destination.connectors.get(id);
  if (!connector) return refusal(5, 404, 'CONNECTOR_NOT_FOUND', `connector ${id} does not exist`);
  switch (verb) {
    case 'deploy': {
      const deployed: Connector = {
        ...connector,
        state: 'RUNNING',
        desiredState: 'RUNNING',
        status: {
          tasks: 1,
          tasksRunning: 1,
          startPinnedTime: '2020-11-17T07:12:00Z',
          rowsCommitted: '0',
        },
      };
      destination.connectors.set(id, deployed);
      return deployed;
    }
    case 'sendTestRecord': {
      const offset = String(destination.rows.length);
      const waits = body.wait !== undefined;
      if (waits) {
        destination.partitions = [
          { spec: 'pt=11-17-2020 15', state: 'OPEN', beginLocal: '2020-11-17T15:00:00+08:00' },
          { spec: 'pt=12-31-2019 23', state: 'COMPLETE', beginLocal: '2019-12-31T23:00:00+08:00' },
        ];
        destination.rows = [
          ['maxcompute-test-input', '0', '0', body.key, body.value, '11-17-2020 15'],
        ];
        const now = destination.connectors.get(id) ?? connector;
        destination.connectors.set(id, {
          ...now,
          status: { ...now.status, rowsCommitted: '1', lastCommitTime: new Date().toISOString() },
        });
      }
      return {
        topic: 'maxcompute-test-input',
        partition: body.partition ?? 0,
        offset: waits ? '0' : offset,
        timestamp: '2020-11-17T07:12:09Z',
        tablePartition: 'pt=11-17-2020 15',
        arrived: waits,
      };
    }
    case 'previewTableRows':
      return { columns: [...destination.columns, 'pt'], rows: destination.rows };
    default:
      return {};
  }
}

function update(
  destination: Destination,
  route: Route,
  body: Record<string, unknown>,
  keep: (what: string, body: Record<string, unknown>) => void,
): unknown {
  const url = new URL(route.request().url());
  const id = url.pathname.split('/').at(-1) ?? '';
  const mask = url.searchParams.get('updateMask') ?? url.searchParams.get('update_mask') ?? '';
  keep('update', { ...body, mask });
  const meanwhile = destination.meanwhile;
  destination.meanwhile = undefined;
  meanwhile?.();
  const connector = destination.connectors.get(id) ?? {};
  if (body.etag !== connector.etag) {
    return refusal(10, 409, 'ETAG_MISMATCH', 'somebody else changed the connector');
  }
  const saved = {
    ...connector,
    etag: `${connector.etag}+`,
    revision: String(Number(connector.revision ?? 1) + 1),
  };
  for (const path of mask.split(',')) copy(body, saved as Record<string, unknown>, path.split('.'));
  destination.connectors.set(id, saved);
  return saved;
}

function copy(from: Record<string, unknown>, to: Record<string, unknown>, path: string[]): void {
  const [step = '', ...rest] = path;
  if (rest.length === 0) {
    to[step] = from[step];
    return;
  }
  to[step] = { ...(to[step] as object) };
  copy((from[step] ?? {}) as Record<string, unknown>, to[step] as Record<string, unknown>, rest);
}

function read(destination: Destination, route: Route): unknown {
  const path = new URL(route.request().url()).pathname;
  const [, id = '', more = ''] = /connectors\/([^/:]+)(.*)$/.exec(path) ?? [];
  if (more === ':listTablePartitions') return { partitions: [...destination.partitions].reverse() };
  if (more === '/revisions') {
    return {
      revisions: [
        { number: '2', author: 'li', createTime: new Date(Date.now() - 10_000).toISOString() },
      ],
    };
  }
  const connector = destination.connectors.get(id);
  return connector ?? refusal(5, 404, 'CONNECTOR_NOT_FOUND', `connector ${id} does not exist`);
}
