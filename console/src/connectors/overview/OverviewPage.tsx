import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function OverviewPage() {
  const t = useWords();
  return <PageHead title={t('overview.title')} />;
}
