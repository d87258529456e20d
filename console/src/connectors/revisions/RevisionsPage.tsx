import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function RevisionsPage() {
  const t = useWords();
  return <PageHead title={t('revisions.title')} />;
}
