// The rows that fit, as a file. Page by page, and not more than a spreadsheet bears.
import { idOf, instanceOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { call } from '../../api/transport';
import { toCsv } from '../../parts/csv';

export const exportRowsMax = 10_000;
const pageRows = 1_000;

const head = [
  'instance',
  'connector',
  'state',
  'desired_state',
  'reason',
  'cause',
  'topic',
  'project',
  'table',
  'lag_records',
  'fresh_until',
  'tasks_running',
  'tasks',
  'update_time',
  'labels',
];

export async function exportCsv(
  parent: string,
  filter: string,
  orderBy: string,
  signal: AbortSignal,
): Promise<string> {
  const rows: string[][] = [head];
  let pageToken = '';
  do {
    const page = await call(
      'ConnectorService.ListConnectors',
      { parent, filter, orderBy, pageSize: pageRows, pageToken },
      { signal },
    );
    rows.push(...(page.connectors ?? []).map(rowOf));
    pageToken = page.nextPageToken ?? '';
  } while (pageToken !== '' && rows.length <= exportRowsMax);
  return toCsv(rows);
}

function rowOf(connector: Connector): string[] {
  const { status, trouble, source, sink } = connector;
  const labels = Object.entries(connector.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [
    instanceOf(connector.name),
    idOf(connector.name),
    connector.state ?? '',
    connector.desiredState ?? '',
    trouble?.reason ?? '',
    trouble?.message ?? '',
    source?.topic ?? '',
    sink?.project ?? '',
    sink?.table ?? '',
    status?.lagRecords === '-1' ? '' : (status?.lagRecords ?? ''),
    status?.freshUntil ?? '',
    String(status?.tasksRunning ?? 0),
    String(status?.tasks ?? 0),
    connector.updateTime ?? '',
    labels.join(' '),
  ];
}
