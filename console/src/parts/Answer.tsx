// What a question has come to: nothing yet, an error, or an answer. An error beside an older answer keeps that one, greyed,
// with its age.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isAbort } from '../api/error';
import styles from './answer.module.css';
import { Failure, Loading } from './Screens';

interface AnswerProps<T> {
  query: UseQueryResult<T>;
  // The name of what is asked for, for when there is no such thing.
  what: string;
  // How many lines the shape of what comes has.
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Answer<T>({ query, what, rows = 6, children }: AnswerProps<T>) {
  const error = query.error && !isAbort(query.error) ? query.error : undefined;
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    return error ? <Failure error={error} what={what} onRetry={retry} /> : <Loading rows={rows} />;
  }
  return (
    <>
      {error && <Failure error={error} onRetry={retry} dataFrom={query.dataUpdatedAt} />}
      <div className={error ? styles.old : undefined} data-old={error ? true : undefined}>
        {children(query.data)}
      </div>
    </>
  );
}
