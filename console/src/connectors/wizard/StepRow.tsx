// The five steps, which one is here, which are to be looked at again.
import { Steps } from 'antd';
import { useWords } from '../../words/words';
import type { Step } from '../definition/fields';
import { type Draft, type WizardStep, wizardSteps } from './draft_store';

interface StepRowProps {
  step: WizardStep;
  draft: Draft;
  onStep: (step: WizardStep) => void;
}

export function StepRow({ step, draft, onStep }: StepRowProps) {
  const t = useWords();
  const current = wizardSteps.indexOf(step);
  // As far as somebody has come, and no further.
  const reachable = (each: WizardStep) =>
    step !== 'deploy' &&
    each !== 'deploy' &&
    (wizardSteps.indexOf(each) <= current || draft.seen.includes(each as Step));
  return (
    <nav aria-label={t('wizard.steps.list')}>
      <Steps
        size="small"
        current={current}
        onChange={(index) => {
          const to = wizardSteps[index];
          if (to !== undefined && reachable(to)) onStep(to);
        }}
        items={wizardSteps.map((each) => ({
          title: t(`wizard.steps.${each}`),
          disabled: !reachable(each),
          ...(draft.again.includes(each as Step)
            ? { content: t('wizard.steps.again'), status: 'error' as const }
            : {}),
        }))}
      />
    </nav>
  );
}
