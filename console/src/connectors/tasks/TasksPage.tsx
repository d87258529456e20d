import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function TasksPage() {
  const t = useWords();
  return <PageHead title={t('tasks.title')} />;
}
