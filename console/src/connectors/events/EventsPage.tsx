import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function EventsPage() {
  const t = useWords();
  return <PageHead title={t('events.title')} />;
}
