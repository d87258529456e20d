// Somebody else changed the definition while it is edited here: who, when, and that nothing is lost.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { newestRevision } from '../../api/definitions';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';

interface ChangedNoticeProps {
  name: string;
  revision: string | undefined;
  updateTime: string | undefined;
  onTakeOver: () => void;
}

export function ChangedNotice({ name, revision, updateTime, onTakeOver }: ChangedNoticeProps) {
  const t = useWords();
  const query = useQuery({
    queryKey: ['connectors', 'newestRevision', name, revision],
    queryFn: async ({ signal }) => (await newestRevision(name, { signal })) ?? null,
    retry: false,
  });
  const who = query.data?.author || t('edit.somebody');
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={
        <>
          {t('edit.changedBy', { who })} <Time value={query.data?.createTime ?? updateTime} />
        </>
      }
      description={t('edit.changedByHelp')}
      action={
        <Button size="small" onClick={onTakeOver}>
          {t('edit.takeOver')}
        </Button>
      }
    />
  );
}
