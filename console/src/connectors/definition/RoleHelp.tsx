// How the role is made that the table is written by: four statements and a fifth that is optional, each to be copied, with the
// names that are typed already.
import { Collapse } from 'antd';
import { useWords } from '../../words/words';
import styles from './definition.module.css';
import { Statement } from './Findings';
import { useDefinitionForm } from './form_context';
import { grantsOf, trustPolicy } from './grants';

export function RoleHelp() {
  const t = useWords();
  const form = useDefinitionForm();
  const grants = grantsOf(form.answers);
  const what = t('wizard.roleSteps.what');
  return (
    <Collapse
      ghost
      size="small"
      items={[
        {
          key: 'role',
          label: t('wizard.howRole'),
          children: (
            <ol className={styles.roleSteps}>
              <li>
                {t('wizard.roleSteps.trust')} <Statement text={trustPolicy} what={what} />
              </li>
              <li>
                {t('wizard.roleSteps.user')} <Statement text={grants.user} what={what} />
              </li>
              <li>
                {t('wizard.roleSteps.project')} <Statement text={grants.project} what={what} />
              </li>
              <li>
                {t('wizard.roleSteps.table')} <Statement text={grants.table} what={what} />
              </li>
              <li>
                {t('wizard.roleSteps.select')} <Statement text={grants.select} what={what} />
              </li>
            </ol>
          ),
        },
      ]}
    />
  );
}
