// How far a connector that was just made is, told from what is observed of it. Pure.
import { numberOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';

export type Milestone = 'topics' | 'draft' | 'pinned' | 'tasks' | 'row';
export type Reached = 'done' | 'doing' | 'waiting';

export const milestones: readonly Milestone[] = ['topics', 'draft', 'pinned', 'tasks', 'row'];

export function progressOf(connector: Connector | undefined): Record<Milestone, Reached> {
  const made = connector?.state !== undefined && connector.state !== 'CREATING';
  const deployed = made && connector.desiredState === 'RUNNING';
  const pinned = connector?.status?.startPinnedTime !== undefined;
  const runs = connector?.state === 'RUNNING' || connector?.state === 'DEGRADED';
  const rows = numberOf(connector?.status?.rowsCommitted) > 0;
  const reached = [made, made, deployed && pinned, deployed && runs, deployed && rows];
  // Draft is where a person goes on: nothing is under way until it is deployed.
  const first = reached.indexOf(false);
  const waits = made && !deployed;
  return Object.fromEntries(
    milestones.map((milestone, index) => [
      milestone,
      reached[index] ? 'done' : index === first && !waits ? 'doing' : 'waiting',
    ]),
  ) as Record<Milestone, Reached>;
}

// What stands in the way, in the server's words.
export function obstacleOf(
  connector: Connector | undefined,
): { reason: string; message: string; remedy: string } | undefined {
  const trouble = connector?.trouble;
  if (trouble?.message)
    return { reason: trouble.reason ?? '', message: trouble.message, remedy: trouble.remedy ?? '' };
  const condition = connector?.conditions?.find(
    (each) => each.status === 'FALSE' && each.errorClass === 'USER',
  );
  if (!condition?.message) return undefined;
  return {
    reason: condition.reason ?? '',
    message: condition.message,
    remedy: condition.remedy ?? '',
  };
}
