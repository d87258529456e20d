// The long-running operations of all connectors: how many run, and on demand what they do.
import { ThunderboltOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Tooltip } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { operationsQuery } from '../api/operations';
import { useWords } from '../words/words';

const OperationsDrawer = lazy(async () => ({
  default: (await import('./OperationsDrawer')).OperationsDrawer,
}));

export function Operations() {
  const t = useWords();
  const [open, setOpen] = useState(false);
  // Loaded when it is first opened; then it stays, so that it gives the focus back when it closes.
  const [asked, setAsked] = useState(false);
  const { data, error, refetch } = useQuery({
    ...operationsQuery(''),
    refetchInterval: (query) => {
      if ((query.state.data?.operations ?? []).some((each) => !each.done)) return 2_000;
      return open ? 10_000 : 60_000;
    },
  });
  const running = (data?.operations ?? []).filter((each) => !each.done).length;
  const label =
    running > 0 ? t('shell.operationsRunning', { count: running }) : t('shell.operations');
  return (
    <>
      <Tooltip title={label}>
        <Badge count={running} size="small" offset={[-6, 6]}>
          <Button
            type="text"
            icon={<ThunderboltOutlined />}
            aria-label={label}
            onClick={() => {
              setAsked(true);
              setOpen(true);
            }}
          />
        </Badge>
      </Tooltip>
      {asked && (
        <Suspense>
          <OperationsDrawer
            open={open}
            operations={data && (data.operations ?? [])}
            error={error}
            onRetry={() => void refetch()}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
