// How a connector is: what is wrong first, then how far it is, what it is, and what happened last.
import { Alert } from 'antd';
import { Link } from 'react-router';
import { Time } from '../../parts/Time';
import { useWords } from '../../words/words';
import { useConnector } from '../state/connector_context';
import { Charts } from './Charts';
import { Facts } from './Facts';
import { FirstCausePanel } from './FirstCausePanel';
import { KeyFigures } from './KeyFigures';
import { LastEvents } from './LastEvents';
import { OwnResources } from './OwnResources';
import styles from './overview.module.css';

export function OverviewPage() {
  const connector = useConnector();
  return (
    <div className={styles.page}>
      <FirstCausePanel connector={connector} />
      <Notices />
      <KeyFigures connector={connector} />
      <Charts />
      <div className={styles.columns}>
        <Facts connector={connector} />
        <LastEvents />
      </div>
      <OwnResources connector={connector} />
    </div>
  );
}

// What goes on that is not wrong.
function Notices() {
  const t = useWords();
  const { trial, operation } = useConnector();
  return (
    <>
      {trial && (
        <Alert
          type="info"
          showIcon
          title={
            <>
              {t('overview.trial', { revision: trial.revision, backTo: trial.backTo })}{' '}
              <Time value={trial.deadline} />
            </>
          }
        />
      )}
      {operation && (
        <Alert
          type="info"
          showIcon
          title={t('overview.operation')}
          action={
            <Link to={`offsets?operation=${encodeURIComponent(operation)}`}>
              {t('overview.operationLook')}
            </Link>
          }
        />
      )}
    </>
  );
}
