// Leads to a field, on whichever step it is, once that step is on the page.
import { useCallback, useEffect, useRef } from 'react';
import { placeOf, stepOf } from '../definition/findings';
import { focusPlace } from '../definition/focus';
import type { WizardStep } from './draft_store';

export function useJump(
  step: WizardStep,
  onStep: (step: WizardStep) => void,
): (field: string) => void {
  const wanted = useRef('');
  useEffect(() => {
    const field = wanted.current;
    if (field === '' || stepOf(field) !== step) return;
    wanted.current = '';
    const place = placeOf(field);
    if (place !== undefined) focusPlace(place);
  });
  return useCallback(
    (field: string) => {
      const to = stepOf(field);
      if (to === step) {
        const place = placeOf(field);
        if (place !== undefined) focusPlace(place);
        return;
      }
      wanted.current = field;
      onStep(to);
    },
    [step, onStep],
  );
}
