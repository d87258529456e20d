import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function DeadLettersPage() {
  const t = useWords();
  return <PageHead title={t('deadLetters.title')} />;
}
