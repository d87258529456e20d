import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function ListPage() {
  const t = useWords();
  return <PageHead title={t('list.title')} />;
}
