import { PageHead } from '../parts/PageHead';
import { useWords } from '../words/words';

export function WorkerPage() {
  const t = useWords();
  return <PageHead title={t('workers.title')} />;
}
