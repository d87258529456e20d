import { PageHead } from '../../parts/PageHead';
import { useWords } from '../../words/words';

export function WizardPage() {
  const t = useWords();
  return <PageHead title={t('wizard.title')} />;
}
