// Why there are no rows, and what to do about it.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { countsQuery } from '../../api/connectors';
import { numberOf } from '../../api/figures';
import { Nothing } from '../../parts/Screens';
import { useWords, words } from '../../words/words';
import { permissionOf, usePermission } from '../actions/verbs';
import { Chips } from './Chips';
import { type View, wholeView } from './view';

export function NoConnectors({ instance }: { instance: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const { reason } = usePermission(permissionOf('create'));
  const why = instance === '-' ? t('list.createOneInstance') : reason;
  return (
    <Nothing
      title={t('list.empty')}
      action={
        <Button
          type="primary"
          disabled={why !== ''}
          title={why || undefined}
          onClick={() => void navigate(`/instances/${instance}/connectors/new`)}
        >
          {t('list.create')}
        </Button>
      }
    >
      {t('list.emptyWhy')}
    </Nothing>
  );
}

export function FeatureOff({ instance }: { instance: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const { reason } = usePermission('instances.update');
  return (
    <Nothing
      title={t('list.featureOff')}
      action={
        <Button
          type="primary"
          disabled={reason !== ''}
          title={reason || undefined}
          onClick={() => void navigate(`/settings/instances?edit=${encodeURIComponent(instance)}`)}
        >
          {t('list.featureOffGo')}
        </Button>
      }
    >
      {t('list.featureOffWhy', { instance })}
    </Nothing>
  );
}

interface NoMatchProps {
  parent: string;
  view: View;
  onChange: (view: View) => void;
}

export function NoMatch({ parent, view, onChange }: NoMatchProps) {
  const t = useWords();
  const { data } = useQuery(countsQuery(parent, ''));
  const total = data
    ? new Intl.NumberFormat(words.language).format(numberOf(data.totalCount))
    : '…';
  return (
    <Nothing
      title={t('parts.screen.noMatch', { total })}
      action={
        <Button onClick={() => onChange({ ...wholeView, size: view.size })}>
          {t('list.clearFilters')}
        </Button>
      }
    >
      <Chips view={view} onChange={onChange} />
    </Nothing>
  );
}
