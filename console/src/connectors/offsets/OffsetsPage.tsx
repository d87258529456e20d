import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function OffsetsPage() {
  const t = useWords();
  return <PageHead title={t('offsets.title')} />;
}
