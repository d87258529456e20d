// Brings a field into view and the cursor into it.
import { controlId } from './Field';
import type { Place } from './findings';

export function focusPlace(place: Place): void {
  const control = document.getElementById(controlId(place));
  const field = control?.closest(`[data-place="${place}"]`) ?? control;
  field?.scrollIntoView({ block: 'center' });
  const inside = control?.matches('input, textarea, button')
    ? control
    : (control ?? field)?.querySelector<HTMLElement>('input, textarea, button, [tabindex]');
  (inside as HTMLElement | null | undefined)?.focus();
}
