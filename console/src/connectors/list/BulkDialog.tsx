// One verb for many: first what would become of each, then what did.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { batchSetState, connectorKeys } from '../../api/connectors';
import { idOf } from '../../api/figures';
import { Dialog } from '../../parts/Dialog';
import { HostileText } from '../../parts/HostileText';
import { useNumbers } from '../../parts/numbers';
import { ErrorText, Loading } from '../../parts/Screens';
import { useWords } from '../../words/words';
import type { Chosen } from './BulkBar';
import styles from './list.module.css';
import { askFor, namesOf, type Portion, portionMax, portionsOf, type Result } from './portions';

export const bulkVerbs = ['deploy', 'pause', 'resume', 'stop', 'restart'] as const;
export type BulkVerb = (typeof bulkVerbs)[number];

interface BulkDialogProps {
  verb: BulkVerb;
  parent: string;
  chosen: Chosen;
  onClose: () => void;
}

export function BulkDialog({ verb, parent, chosen, onClose }: BulkDialogProps) {
  const t = useWords();
  const numbers = useNumbers();
  const client = useQueryClient();
  // Those that were passed over, when they are tried again.
  const [again, setAgain] = useState<string[]>();
  const target = again ? { names: again } : chosen;
  // How many have an answer, of the trial or of what is carried out.
  const [answered, setAnswered] = useState(0);
  const trial = useQuery({
    queryKey: ['bulk', verb, parent, target],
    queryFn: async ({ signal }) => {
      const names = await namesOf(parent, target, signal);
      let results: Result[] = [];
      await askFor(
        portionsOf(names),
        (portion) =>
          batchSetState({ parent, verb, names: portion.names, validateOnly: true }, { signal }),
        (sofar) => {
          results = sofar;
          setAnswered(sofar.length);
        },
        signal,
      );
      return { names, results };
    },
    // What was shown is what is carried out.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const portions = useRef<Portion[]>([]);
  const stop = useRef(new AbortController());
  const [done, setDone] = useState<Result[]>([]);
  const run = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      if (portions.current.length === 0) portions.current = portionsOf(trial.data?.names ?? []);
      await askFor(
        portions.current,
        ({ names, intent }) => intent.carryOut(batchSetState, { parent, verb, names }),
        (sofar) => {
          setDone(sofar);
          setAnswered(sofar.length);
        },
        stop.current.signal,
      );
      return portions.current.every((portion) => portion.results);
    },
    onSettled: () => client.invalidateQueries({ queryKey: connectorKeys.all }),
  });
  const tryAgain = (names: string[]) => {
    portions.current = [];
    setDone([]);
    setAnswered(0);
    setAgain(names);
    run.reset();
  };
  const word = t(`state.verb.${verb}`);
  const willDo = (trial.data?.results ?? []).filter((each) => each.done).length;
  const total =
    trial.data?.names.length ?? ('total' in target ? target.total : target.names.length);
  const begun = done.length > 0;
  const over = run.data === true;
  const busy = trial.isLoading || run.isPending;
  const leave = () => (run.isPending ? stop.current.abort() : onClose());
  return (
    <Dialog
      open
      width={640}
      title={t('list.bulkTitle', { verb: word })}
      onCancel={leave}
      footer={
        over ? (
          // The button that had the focus is gone. The key makes it a button of its own, not Cancel with another text.
          <Button key="close" type="primary" autoFocus onClick={onClose}>
            {t('buttons.close')}
          </Button>
        ) : (
          <>
            <Button onClick={leave}>
              {run.isPending && total > portionMax ? t('list.bulkStop') : t('buttons.cancel')}
            </Button>
            <Button
              type="primary"
              disabled={willDo === 0}
              loading={run.isPending}
              onClick={() => {
                if (!begun) setAnswered(0);
                run.mutate();
              }}
            >
              {begun
                ? t('list.bulkGoOn', { count: total - done.length })
                : t('list.bulkDo', { verb: word, count: willDo })}
            </Button>
          </>
        )
      }
    >
      {'filter' in target && (
        <p>
          {t('list.bulkFilter')} <code>{target.filter || t('list.all')}</code>
        </p>
      )}
      {total > portionMax && <p>{t('list.bulkPortions', { max: numbers.count(portionMax) })}</p>}
      {busy && total > portionMax && (
        <Progress
          percent={Math.floor((100 * answered) / total)}
          aria-label={t('list.bulkProgress', { done: answered, total })}
        />
      )}
      {trial.isLoading && <Loading rows={3} />}
      {(trial.error ?? run.error) && (
        <Alert type="error" showIcon title={<ErrorText error={trial.error ?? run.error} />} />
      )}
      {begun ? (
        <Results results={done} carriedOut onAgain={over ? tryAgain : undefined} />
      ) : (
        trial.data && <Results results={trial.data.results} />
      )}
    </Dialog>
  );
}

interface ResultsProps {
  results: Result[];
  // Not only tried.
  carriedOut?: boolean;
  onAgain?: ((names: string[]) => void) | undefined;
}

function Results({ results, carriedOut = false, onAgain }: ResultsProps) {
  const t = useWords();
  const done = results.filter((each) => each.done);
  const refused = results.filter((each) => !each.done);
  const byReason = grouped(refused);
  return (
    <div className={styles.results} aria-live="polite">
      <p>
        {carriedOut
          ? t('list.bulkDone', { count: done.length })
          : t('list.bulkWill', { count: done.length })}
      </p>
      {refused.length > 0 && <p>{t('list.bulkSkipped', { count: refused.length })}</p>}
      {[...byReason].map(([reason, each]) => (
        <details key={reason}>
          <summary>
            {reason} · {each.length} · <HostileText text={each[0]?.message ?? ''} inline />
          </summary>
          <ul>
            {each.map((one) => (
              <li key={one.name}>
                <strong>{idOf(one.name)}</strong> <HostileText text={one.message ?? ''} />
              </li>
            ))}
          </ul>
        </details>
      ))}
      {onAgain && refused.length > 0 && (
        <Button onClick={() => onAgain(refused.map((each) => each.name ?? ''))}>
          {t('list.bulkAgain', { count: refused.length })}
        </Button>
      )}
    </div>
  );
}

function grouped(results: Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>();
  for (const each of results)
    groups.set(each.reason ?? '', [...(groups.get(each.reason ?? '') ?? []), each]);
  return groups;
}
