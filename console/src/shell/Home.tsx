// Leads to the list of the instance that was looked at last, or of the first; or says how to begin.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Navigate, useNavigate } from 'react-router';
import { idOf } from '../api/figures';
import { instancesQuery } from '../api/instances';
import { usePreferences } from '../parts/preferences';
import { Failure, Loading, Nothing } from '../parts/Screens';
import { useRefusal } from '../settings/use_refusal';
import { useWords } from '../words/words';

export function Home() {
  const t = useWords();
  const navigate = useNavigate();
  const { instance } = usePreferences();
  const refusal = useRefusal('instances.create');
  const { data, error, refetch } = useQuery(instancesQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  const ids = data.map((each) => idOf(each.name));
  const target = ids.includes(instance) ? instance : ids[0];
  if (target) return <Navigate to={`/instances/${target}/connectors`} replace />;
  return (
    <Nothing
      title={t('shell.noInstances')}
      action={
        <Button
          type="primary"
          disabled={refusal !== ''}
          title={refusal || undefined}
          onClick={() => void navigate('/settings/instances?new=1')}
        >
          {t('shell.addInstance')}
        </Button>
      }
    >
      {t('shell.noInstancesWhy')}
    </Nothing>
  );
}
