// Said instead of a page: what is so, why, and the next step.
import { ExclamationCircleOutlined, InboxOutlined, InfoCircleOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './parts.module.css';

const icons = {
  nothing: InboxOutlined,
  info: InfoCircleOutlined,
  warning: ExclamationCircleOutlined,
};

interface MessageProps {
  kind: keyof typeof icons;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

export function Message({ kind, title, children, action }: MessageProps) {
  const Icon = icons[kind];
  return (
    <section className={styles.message} data-kind={kind}>
      <Icon aria-hidden="true" className={styles.messageIcon} />
      <h2 className={styles.screenTitle}>{title}</h2>
      <div className={styles.screenText}>{children}</div>
      {action && <div className={styles.messageAction}>{action}</div>}
    </section>
  );
}
