// A page's title, and what can be done on it.
import { type ReactNode, useEffect } from 'react';
import styles from './parts.module.css';

interface PageHeadProps {
  title: string;
  // Beside the title: a badge.
  beside?: ReactNode;
  actions?: ReactNode;
}

export function PageHead({ title, beside, actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Sluice`;
  }, [title]);
  return (
    <header className={styles.pageHead}>
      <h1>{title}</h1>
      {beside}
      <div className={styles.pageActions}>{actions}</div>
    </header>
  );
}
