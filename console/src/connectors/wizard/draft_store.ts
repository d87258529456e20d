// What is typed, kept for this tab only: a reload or "back" loses nothing, and another tab has its own. Never a secret: answers
// hold none.
import { type Answers, isPath, type Step, steps } from '../definition/fields';

export const wizardSteps = [...steps, 'preview', 'deploy'] as const;
export type WizardStep = (typeof wizardSteps)[number];

export interface Draft {
  id: string;
  answers: Answers;
  // Steps that were left once, and those of them to look at again.
  seen: Step[];
  again: Step[];
}

export const emptyDraft: Draft = { id: '', answers: {}, seen: [], again: [] };

const keyOf = (instance: string, from: string) => `sluice.draft.${instance}.${from}`;

export function readDraft(instance: string, from: string): Draft | undefined {
  try {
    const kept = JSON.parse(
      sessionStorage.getItem(keyOf(instance, from)) ?? 'null',
    ) as Partial<Draft> | null;
    if (kept === null || typeof kept !== 'object') return undefined;
    const answers = Object.entries(kept.answers ?? {}).filter(
      ([path, value]) => isPath(path) && typeof value === 'string',
    );
    return {
      id: typeof kept.id === 'string' ? kept.id : '',
      answers: Object.fromEntries(answers),
      seen: stepsIn(kept.seen),
      again: stepsIn(kept.again),
    };
  } catch {
    return undefined;
  }
}

export function writeDraft(instance: string, from: string, draft: Draft): void {
  try {
    if (draft.id === '' && Object.keys(draft.answers).length === 0) dropDraft(instance, from);
    else sessionStorage.setItem(keyOf(instance, from), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

export function dropDraft(instance: string, from: string): void {
  try {
    sessionStorage.removeItem(keyOf(instance, from));
  } catch {
    // As above.
  }
}

function stepsIn(value: unknown): Step[] {
  return Array.isArray(value) ? steps.filter((step) => value.includes(step)) : [];
}
