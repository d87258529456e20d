import type { Connector_State } from '../../api/generated/types';
import { useWords } from '../../words/words';
import styles from './state.module.css';
import { lookOf } from './states';

interface StateBadgeProps {
  state: Connector_State | undefined;
  // Something that was asked for has not been carried out yet.
  reconciling?: boolean | undefined;
  // Running, and there is nothing to read.
  idle?: boolean;
}

export function StateBadge({ state, reconciling = false, idle = false }: StateBadgeProps) {
  const t = useWords();
  const { icon: Icon, tone } = lookOf(state);
  const word =
    idle && state === 'RUNNING' ? t('state.idle') : t(`state.${state ?? 'STATE_UNSPECIFIED'}`);
  return (
    <span className={styles.badge} data-state={state}>
      <Icon className={styles[tone] ?? ''} aria-hidden="true" />
      <span>{word}</span>
      {reconciling && (
        <span
          className={styles.ring}
          role="img"
          aria-label={t('state.reconciling')}
          title={t('state.reconciling')}
        />
      )}
    </span>
  );
}
