// Why the caller may not; empty: they may.
import { useQuery } from '@tanstack/react-query';
import { callerQuery, permits } from '../api/access';
import { useWords } from '../words/words';

export function useRefusal(permission: string): string {
  const t = useWords();
  const { data: caller } = useQuery(callerQuery);
  return permits(caller, permission) ? '' : t('state.needsPermission', { permission });
}
