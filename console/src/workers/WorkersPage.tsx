import { PageHead } from '../parts/PageHead';
import { useWords } from '../words/words';

export function WorkersPage() {
  const t = useWords();
  return <PageHead title={t('workers.title')} />;
}
