// What may be done with a connector now: what its state allows, and what the caller's roles permit. No logic of our own.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { callerQuery, permits } from '../../api/access';
import { connectorKeys, type PlainVerb, setState } from '../../api/connectors';
import { idOf } from '../../api/figures';
import type { Connector } from '../../api/generated/types';
import { useIntent } from '../../api/intent';
import { visibleText } from '../../parts/HostileText';
import { useWords } from '../../words/words';

export const plainVerbs: PlainVerb[] = ['deploy', 'pause', 'resume', 'stop', 'restart', 'undelete'];
export type Verb = PlainVerb | 'update' | 'rollback' | 'delete';

export interface Allowance {
  allowed: boolean;
  // Why not.
  reason: string;
}

// The permission that a verb needs.
export function permissionOf(verb: Verb | 'create' | 'test'): string {
  switch (verb) {
    case 'update':
    case 'rollback':
      return 'connectors.update';
    case 'delete':
    case 'undelete':
      return 'connectors.delete';
    case 'create':
      return 'connectors.create';
    case 'test':
      return 'records.write';
    default:
      return 'connectors.operate';
  }
}

export function usePermission(permission: string): Allowance {
  const t = useWords();
  const { data: caller } = useQuery(callerQuery);
  return permits(caller, permission)
    ? { allowed: true, reason: '' }
    : { allowed: false, reason: t('state.needsPermission', { permission }) };
}

// Answers for each verb of a connector whether it may be pressed.
export function useAllowance(): (connector: Connector, verb: Verb) => Allowance {
  const t = useWords();
  const { data: caller } = useQuery(callerQuery);
  return (connector, verb) => {
    const permission = permissionOf(verb);
    if (!permits(caller, permission))
      return { allowed: false, reason: t('state.needsPermission', { permission }) };
    const action = connector.allowedActions?.find((each) => each.verb === verb);
    return { allowed: action?.allowed ?? false, reason: action?.reason ?? '' };
  };
}

// Carries a verb out. Nothing is shown as done before the API has answered.
export function useSetState() {
  const t = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const intent = useIntent();
  return useMutation({
    mutationFn: (wanted: { verb: PlainVerb; name: string }) => intent.carryOut(setState, wanted),
    onSuccess: (connector, { verb, name }) => {
      client.setQueryData(connectorKeys.one(name), connector);
      void client.invalidateQueries({ queryKey: connectorKeys.lists });
      void message.success(t(`state.verbDone.${verb}`, { name: idOf(name) }));
    },
    onError: (error, { verb }) => {
      void message.error(
        t('state.verbFailed', {
          verb: t(`state.verb.${verb}`),
          message: visibleText(error.message),
        }),
        8,
      );
    },
  });
}
