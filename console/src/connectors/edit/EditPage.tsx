import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function EditPage() {
  const t = useWords();
  return <PageHead title={t('edit.title')} />;
}
