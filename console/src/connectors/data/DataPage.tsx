import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function DataPage() {
  const t = useWords();
  return <PageHead title={t('data.title')} />;
}
