// One verb for many connectors, a portion at a time: a call takes at most 1,000 names. What fits a filter is first looked up by
// name, so that what is carried out is what was shown before, however long it takes.
import { listConnectors } from '../../api/connectors';
import type { BatchSetConnectorStateResponse } from '../../api/generated/types';
import { Intent } from '../../api/intent';
import type { Chosen } from './BulkBar';

export type Result = NonNullable<BatchSetConnectorStateResponse['results']>[number];

export interface Portion {
  names: string[];
  intent: Intent;
  // Absent: nobody has answered.
  results?: Result[];
}

export const portionMax = 1_000;

export async function namesOf(
  parent: string,
  chosen: Chosen,
  signal: AbortSignal,
): Promise<string[]> {
  if ('names' in chosen) return chosen.names;
  const names: string[] = [];
  let pageToken = '';
  do {
    const page = await listConnectors(
      { parent, filter: chosen.filter, orderBy: 'name', pageSize: portionMax, pageToken },
      { signal },
    );
    names.push(...(page.connectors ?? []).map((each) => each.name ?? ''));
    pageToken = page.nextPageToken ?? '';
  } while (pageToken !== '');
  return names;
}

export function portionsOf(names: string[]): Portion[] {
  const portions: Portion[] = [];
  for (let first = 0; first < names.length; first += portionMax)
    portions.push({ names: names.slice(first, first + portionMax), intent: new Intent() });
  return portions;
}

// Asks for each portion that has no answer yet, until all have one or somebody stops it.
export async function askFor(
  portions: Portion[],
  ask: (portion: Portion) => Promise<BatchSetConnectorStateResponse>,
  onResults: (results: Result[]) => void,
  stop: AbortSignal,
): Promise<void> {
  for (const portion of portions) {
    if (portion.results) continue;
    if (stop.aborted) return;
    portion.results = (await ask(portion)).results ?? [];
    onResults(portions.flatMap((each) => each.results ?? []));
  }
}
