// What hangs on a connector of the made-up Sluice: tasks, offsets, dead letters, revisions, events, figures; and workers.
import type {
  Connector,
  ConnectorEvent,
  ConnectorRevision,
  DeadLetter,
  OffsetPlan,
  Operation,
  PartitionOffsets,
  QueryConnectorMetricsResponse,
  Task,
  Worker,
} from '../../src/api/generated/types';

// The answer to a call about one connector, or undefined when it is none that is known.
export function detailOf(
  connector: Connector,
  call: string,
  query: URLSearchParams,
  now = Date.now(),
): unknown {
  const what = call.slice(call.indexOf(connector.name ?? '') + (connector.name ?? '').length);
  switch (what) {
    case '/tasks':
      return { tasks: tasksOf(connector, now) };
    case ':getOffsets':
      return { partitions: offsetsOf(now), lagRecords: '3410' };
    case ':planOffsetChange':
      return planOf(connector, now);
    case ':applyOffsetChange':
      return operationOf(connector, 'OFFSET_CHANGE', now);
    case '/deadLetters:replay':
      return operationOf(connector, 'DEAD_LETTER_REPLAY', now);
    case '/deadLetters:discard':
      return { discardedCount: '2' };
    case '/deadLetters':
      return lettersOf(connector, query, now);
    case '/revisions':
      return { revisions: revisionsOf(connector, now) };
    case ':diffRevisions':
      return {
        from: query.get('from'),
        to: query.get('to'),
        differences: [
          { field: 'sink.table', from: '"ods_orders_old"', to: '"ods_orders"', effect: 'RESTART' },
          { field: 'scaling.tasks', from: '2', to: '4', effect: 'REBALANCE' },
          { field: 'labels', from: '', to: '{"team":"pay"}', effect: 'IN_PLACE' },
        ],
      };
    case '/events':
      return { events: eventsOf(connector, query, now) };
    case ':queryMetrics':
      return metricsOf(query);
    default:
      return what.startsWith('/deadLetters/')
        ? lettersOf(connector, new URLSearchParams(), now).deadLetters.find(
            (letter) => letter.name === `${connector.name}${what}`,
          )
        : undefined;
  }
}

function at(now: number, secondsAgo: number): string {
  return new Date(now - secondsAgo * 1000).toISOString();
}

function tasksOf(connector: Connector, now: number): Task[] {
  const failed = connector.state === 'FAILED' || connector.state === 'DEGRADED';
  return [0, 1, 2, 3].map((index) => ({
    name: `${connector.name}/tasks/${index}`,
    ...(index > 0 ? { index } : {}),
    worker: `workers/worker-${1 + (index % 2)}`,
    epoch: '3',
    state: failed && index === 1 ? 'FAILED' : 'RUNNING',
    ...(failed && index === 1 && connector.trouble ? { trouble: connector.trouble } : {}),
    partitions: [0, 1, 2].map((each) => ({
      partition: index * 3 + each,
      nextOffset: String(918_000 + each * 311),
      endOffset: String(918_060 + each * 311),
    })),
    rowsCommitted: '300211',
    lastCommitTime: at(now, 4),
    reportTime: at(now, 2),
    restarts: index === 1 ? '3' : '0',
    memoryBytes: String(23_000_000 + index * 1_000_000),
  }));
}

function offsetsOf(now: number): PartitionOffsets[] {
  return Array.from({ length: 12 }, (_, partition) => ({
    ...(partition > 0 ? { partition } : {}),
    committedOffset: String(918_250 + partition * 17),
    ...(partition === 2 ? { inFlight: { nextOffset: '918590', sessions: 2, rows: '306' } } : {}),
    beginOffset: '402000',
    endOffset: String(918_250 + partition * 17 + (partition === 4 ? 3_400 : 1)),
    lagRecords: partition === 4 ? '3400' : '1',
    lagTime: partition === 4 ? '312s' : '2s',
    freshUntil: at(now, partition === 4 ? 312 : 2),
    lastCommitTime: at(now, 4),
    task: Math.floor(partition / 3),
  }));
}

function planOf(connector: Connector, now: number): OffsetPlan {
  return {
    name: connector.name ?? '',
    etag: 'plan',
    createTime: at(now, 0),
    moves: [
      { fromOffset: '918250', toOffset: '917000', readAgain: '1250' },
      { partition: 1, fromOffset: '918267', toOffset: '917100', readAgain: '1167' },
      { partition: 2, fromOffset: '918284', toOffset: '918300', leftOut: '16' },
    ],
    readAgain: '2417',
    leftOut: '16',
    repeatsRows: true,
    warnings: [
      {
        severity: 'WARNING',
        reason: 'ROWS_REPEATED',
        message: '2417 records are read again, and their rows come a second time',
        remedy: 'delete these rows first where that matters',
      },
      {
        severity: 'WARNING',
        reason: 'RECORDS_LEFT_OUT',
        message: '16 records never become rows unless the offset is moved back',
      },
    ],
  };
}

export function operationOf(connector: Connector, kind: string, now: number): Operation {
  return {
    name: 'operations/0f3c',
    metadata: {
      '@type': 'type.googleapis.com/sluice.v1.OperationMetadata',
      kind,
      target: connector.name ?? '',
      createTime: at(now, 3),
      author: 'li',
      step: 'waits for the tasks to finish what they began',
      doneCount: '4',
      totalCount: '12',
    },
  } as unknown as Operation;
}

function lettersOf(connector: Connector, query: URLSearchParams, now: number) {
  const reasons = ['FIELD_COUNT', 'FIELD_COUNT', 'VALUE_TOO_LONG', 'NOT_UTF8'];
  const deadLetters: DeadLetter[] = Array.from({ length: 24 }, (_, index) => ({
    name: `${connector.name}/deadLetters/abnormal-0-${index + 1}`,
    topic: 'connect-error-orders',
    offset: String(index + 1),
    writeTime: at(now, 60 * (24 - index)),
    sourceTopic: connector.source?.topic ?? '',
    sourcePartition: index % 3,
    sourceOffset: String(918_000 + index),
    sourceTime: at(now, 60 * (24 - index) + 2),
    stage: 'TASK_PUT',
    reason: reasons[index % 4] ?? '',
    column: index % 4 === 2 ? 'name' : '',
    message:
      index % 4 === 2
        ? 'has 6 bytes; VARCHAR(4) takes 4 characters'
        : 'the line has 7 fields where the table has 8 columns',
    headers: [{ name: 'trace', value: btoa('4bf92f35') }],
    key: btoa('42'),
    value:
      index % 4 === 3
        ? btoa('\u00ff\u00fe\u0000raw')
        : btoa('{"id":42,"note":"<img onerror=alert(1)>"}'),
    keyBytes: '2',
    valueBytes: index % 4 === 3 ? '6' : '41',
    replayedOffset: '-1',
  }));
  const shown = deadLetters
    .filter((letter) => !query.get('reason') || letter.reason === query.get('reason'))
    .reverse();
  return {
    deadLetters: shown,
    counts: [
      { reason: 'FIELD_COUNT', count: '412' },
      { reason: 'VALUE_TOO_LONG', count: '12' },
      { reason: 'NOT_UTF8', count: '3' },
    ],
  };
}

function revisionsOf(connector: Connector, now: number): ConnectorRevision[] {
  const newest = Number(connector.revision ?? 1);
  return Array.from({ length: newest }, (_, index) => {
    const number = newest - index;
    return {
      name: `${connector.name}/revisions/${number}`,
      number: String(number),
      author: number % 2 === 0 ? 'li' : 'pipeline',
      reason: number === newest ? 'the new table has the column note' : '',
      createTime: at(now, 86_400 * index + 3_600),
      ...(number === 2 ? {} : { healthyTime: at(now, 86_400 * index + 3_500) }),
    };
  });
}

function eventsOf(connector: Connector, query: URLSearchParams, now: number): ConnectorEvent[] {
  const reason = connector.trouble?.reason ?? 'MAXCOMPUTE_UNREACHABLE';
  const events: ConnectorEvent[] = [
    { type: 'STATE', fromState: 'DEGRADED', toState: 'RUNNING', actor: 'sluice', task: -1 },
    ...Array.from(
      { length: 12 },
      (): ConnectorEvent => ({
        type: 'TROUBLE',
        reason,
        message: connector.trouble?.message ?? 'the tunnel answered 503',
        actor: 'sluice',
        task: 1,
      }),
    ),
    { type: 'STATE', fromState: 'RUNNING', toState: 'DEGRADED', actor: 'sluice', reason, task: -1 },
    {
      type: 'CHANGE',
      verb: 'update',
      actor: 'li',
      message: 'sink.table, scaling.tasks',
      revision: connector.revision ?? '1',
      requestId: 'console-5b1f0c',
      task: -1,
    },
    {
      type: 'OPERATION',
      verb: 'offset-change',
      message: '12 partitions moved',
      actor: 'li',
      operation: 'operations/0f3c',
      task: -1,
    },
    { type: 'BY_ITSELF', message: 'task 1 begins anew', actor: 'sluice', task: 1 },
    { type: 'CHANGE', verb: 'deploy', actor: 'pipeline', revision: '1', task: -1 },
  ];
  const types = query.getAll('types');
  return events
    .map((event, index) => ({
      ...event,
      sequence: String(1000 - index),
      time: at(now, 120 + index * 260),
    }))
    .filter((event) => types.length === 0 || types.includes(event.type ?? ''));
}

// A gap of seven steps stands in each.
function metricsOf(query: URLSearchParams): QueryConnectorMetricsResponse {
  const start = Date.parse(query.get('start_time') ?? '');
  const end = Date.parse(query.get('end_time') ?? '');
  const step = Number.parseFloat(query.get('step') ?? '60') * 1000;
  const shapes: Record<string, (index: number) => number> = {
    freshness_seconds: (index) => 4 + 3 * Math.abs(Math.sin(index / 6)),
    lag_records: (index) => 900 + 800 * Math.sin(index / 9),
    rows: (index) => 1_240 + 210 * Math.sin(index / 5),
    bytes: (index) => 310_000 + 60_000 * Math.sin(index / 5),
    dead_letters: (index) => (index % 17 === 0 ? 0.4 : 0),
  };
  const steps = Array.from({ length: Math.floor((end - start) / step) }, (_, index) => index);
  return {
    series: Object.entries(shapes).map(([metric, value]) => ({
      metric,
      points: steps
        .filter((index) => index < 20 || index > 27)
        .map((index) => ({
          time: new Date(start + index * step).toISOString(),
          value: value(index),
        })),
    })),
    step: `${step / 1000}s`,
  };
}

export function makeWorkers(now: number): Worker[] {
  return [
    { id: 'worker-1', state: 'CONNECTED' as const, tasks: 14, heard: 2 },
    { id: 'worker-2', state: 'CONNECTED' as const, tasks: 11, heard: 4 },
    { id: 'worker-3', state: 'DRAINING' as const, tasks: 2, heard: 1 },
    { id: 'worker-4', state: 'LOST' as const, tasks: 0, heard: 840 },
  ].map(({ id, state, tasks, heard }) => ({
    name: `workers/${id}`,
    uid: `uid-${id}`,
    state,
    vpcId: 'vpc-bp1a2b3c',
    vswitchId: 'vsw-bp1x',
    labels: { zone: 'cn-hangzhou-b' },
    tasksMax: 32,
    tasks,
    memoryBytesMax: String(4 * 1024 ** 3),
    version: '1.0.0',
    assignmentRevision: '48',
    acknowledgedRevision: '48',
    createTime: at(now, 86_400 * 9),
    heartbeatTime: at(now, heard),
  }));
}

export function makeInstances(now: number) {
  return [
    {
      name: 'instances/prod',
      displayName: 'Production',
      etag: 'i1',
      connectorFeature: 'ENABLED',
      bootstrapServers: ['kafka-1.internal:9093', 'kafka-2.internal:9093'],
      securityProtocol: 'SASL_SSL',
      sasl: { mechanism: 'SCRAM_SHA_512', username: 'sluice', passwordSet: true },
      vpcId: 'vpc-bp1a2b3c',
      vswitchIds: ['vsw-bp1x', 'vsw-bp1y'],
      region: 'cn-hangzhou',
      kafkaVersion: '4.1',
      observed: {
        checkTime: at(now, 420),
        reachable: true,
        brokerVersion: '4.1',
        brokers: 6,
        tieredStorage: true,
      },
    },
    {
      name: 'instances/staging',
      displayName: 'Staging',
      etag: 'i2',
      connectorFeature: 'DISABLED',
      bootstrapServers: ['kafka.staging:9092'],
      observed: {
        checkTime: at(now, 60),
        reachable: false,
        reason: 'KAFKA_CONNECTION_REFUSED',
        message: 'nothing listens at kafka.staging:9092',
        remedy: 'start the broker, or correct bootstrap_servers',
      },
    },
  ];
}
