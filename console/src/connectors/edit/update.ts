// The update that makes one definition of another: only what differs is named in its mask. Pure.
import type { Calls } from '../../api/generated/routes';
import { jsonPath, toConnector } from '../definition/definition';
import type { Answers, Path } from '../definition/fields';
import { changedPaths } from './merge';

type Request = Calls['ConnectorService.UpdateConnector']['request'];

const keyId: Path = 'sink.access_key.access_key_id';

// The fields of the mask, as the API's JSON spells them.
export function maskOf(from: Answers, to: Answers, secret: string): string[] {
  const mask = changedPaths(from, to)
    .filter((path) => path !== keyId)
    .map((path) => jsonPath(path).join('.'));
  const [before, after] = [from[keyId] ?? '', to[keyId] ?? ''];
  // A key comes and goes as a whole, with its secret.
  if (before !== after) mask.push('sink.accessKey');
  else if (secret !== '') mask.push('sink.accessKey.accessKeySecret');
  return mask;
}

interface Change {
  name: string;
  etag: string | undefined;
  from: Answers;
  to: Answers;
  secret: string;
}

export function updateOf({
  name,
  etag,
  from,
  to,
  secret,
}: Change): Pick<Request, 'connector' | 'updateMask'> {
  return {
    connector: { ...toConnector(to, secret), name, ...(etag ? { etag } : {}) },
    updateMask: maskOf(from, to, secret).join(','),
  };
}

// What a change of a field means to running tasks: docs/lifecycle.md has the reasons.
export type Effect = 'IN_PLACE' | 'RESTART' | 'REBALANCE';

export function effectOf(path: Path): Effect {
  if (path === 'vpc_id' || path === 'vswitch_id' || path === 'scaling.tasks') return 'REBALANCE';
  const restarts =
    path.startsWith('sink.') || path.startsWith('error_policy.') || path.startsWith('resources.');
  return restarts ? 'RESTART' : 'IN_PLACE';
}
