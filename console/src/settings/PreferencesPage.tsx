import { PageHead } from '../parts/PageHead';
import { useWords } from '../words/words';

export function PreferencesPage() {
  const t = useWords();
  return <PageHead title={t('settings.title')} />;
}
