// Where on a form a finding belongs, and which are worth showing beside what the rules say already. Pure.
import type { Finding } from '../../api/generated/types';
import { type Path, paths, rowOf, type Step } from './fields';
import type { Violation } from './rules/violation';

// Fields of the form besides those of the definition.
export type Place = Path | 'id' | 'secret';

export function isPlace(text: string): text is Place {
  return text === 'id' || text === 'secret' || paths.some((path) => path === text);
}

// The place on the form of a field as the server names it (`connector.sink.partition_clock`); of a field that holds others,
// the first of them. Undefined: nowhere.
export function placeOf(field: string): Place | undefined {
  if (field === 'connector_id' || field === 'connector.name') return 'id';
  const path = field.replace(/^connector\./, '');
  if (path === 'sink.access_key.access_key_secret') return 'secret';
  for (
    let whole = path;
    whole !== '';
    whole = whole.slice(0, Math.max(0, whole.lastIndexOf('.')))
  ) {
    const found =
      paths.find((each) => each === whole) ?? paths.find((each) => each.startsWith(`${whole}.`));
    if (found) return found;
  }
  return undefined;
}

export function stepOfPlace(place: Place): Step {
  if (place === 'id') return 'basic';
  return place === 'secret' ? 'destination' : rowOf(place).step;
}

// `parent` is what the instance itself lacks: it is met on the first step.
export function stepOf(field: string): Step {
  const place = placeOf(field);
  return place === undefined ? 'basic' : stepOfPlace(place);
}

// Those that say more than the rules, for one step. A definition that is half filled is answered with what it lacks: that, the
// form shows by itself.
export function worthShowing(
  findings: readonly Finding[],
  violations: readonly Violation[],
  step?: Step,
): Finding[] {
  return findings.filter((finding) => {
    const field = finding.field ?? '';
    if (step !== undefined && stepOf(field) !== step) return false;
    return !violations.some(
      (violation) => violation.field === field && violation.reason === finding.reason,
    );
  });
}

export function count(findings: readonly Finding[], severity: Finding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
