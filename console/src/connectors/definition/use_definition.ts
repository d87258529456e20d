// A definition that is being typed: answers, what the rules say of them, what the world says of them, and which of both is to
// be shown by now.
import { useCallback, useMemo, useState } from 'react';
import type { Connector, Finding, Instance } from '../../api/generated/types';
import { answer } from './answering';
import { toConnector } from './definition';
import type { Answers, Path, Step } from './fields';
import { type Place, placeOf, stepOfPlace, worthShowing } from './findings';
import { judge } from './rules/judge';
import type { Violation } from './rules/violation';
import { type Checks, useChecks } from './use_checks';

interface Given {
  parent: string;
  instance: Instance | undefined;
  id: string;
  answers: Answers;
  setAnswers: (change: (before: Answers) => Answers) => void;
  // What is typed stands beside what the connector has anyway (annotations, a stored secret).
  base?: Connector;
  secretStored?: boolean;
  // Whether the world is asked.
  asking: boolean;
}

export interface Definition {
  connector: Connector;
  violations: Violation[];
  checks: Checks;
  secret: string;
  changeSecret: (secret: string) => void;
  change: (path: Path, value: string) => void;
  leave: (place: Place) => void;
  // From now on everything that is wrong is shown: of a step, or of all.
  showAll: (step?: Step) => void;
  shownViolations: Partial<Record<Place, Violation[]>>;
  shownFindings: Partial<Record<Place, Finding[]>>;
}

export function useDefinition(given: Given): Definition {
  const { parent, instance, id, answers, setAnswers, base, secretStored = false, asking } = given;
  const [secret, changeSecret] = useState('');
  const [left, setLeft] = useState<ReadonlySet<Place>>(new Set());
  const [open, setOpen] = useState<ReadonlySet<Step>>(new Set());

  const connector = useMemo(() => {
    const typed = toConnector(answers, secret);
    return base?.annotations ? { ...typed, annotations: base.annotations } : typed;
  }, [answers, secret, base]);
  const violations = useMemo(() => {
    const judged =
      secretStored && connector.sink?.accessKey
        ? {
            ...connector,
            sink: {
              ...connector.sink,
              accessKey: { ...connector.sink.accessKey, accessKeySecretSet: true },
            },
          }
        : connector;
    return judge(judged, id, instance);
  }, [connector, id, instance, secretStored]);
  const checks = useChecks(parent, id, asking ? connector : undefined);

  const change = useCallback(
    (path: Path, value: string) => setAnswers((before) => answer(before, path, value)),
    [setAnswers],
  );
  const leave = useCallback((place: Place) => setLeft((before) => new Set(before).add(place)), []);
  const showAll = useCallback(
    (step?: Step) =>
      setOpen(
        (before) =>
          new Set([...before, ...(step ? [step] : (['basic', 'source', 'destination'] as const))]),
      ),
    [],
  );

  const shownViolations = useMemo(() => {
    const shown: Partial<Record<Place, Violation[]>> = {};
    for (const violation of violations) {
      const place = placeOf(violation.field);
      if (place === undefined) continue;
      // What two answers make together is said at once; a field that nobody has been to is left in peace.
      const together = violation.hint !== 'required' && violation.hint !== 'id';
      if (!together && !left.has(place) && !open.has(stepOfPlace(place))) continue;
      if (together && isTyped(violation) && !left.has(place) && !open.has(stepOfPlace(place)))
        continue;
      shown[place] = [...(shown[place] ?? []), violation];
    }
    return shown;
  }, [violations, left, open]);
  const shownFindings = useMemo(() => {
    const shown: Partial<Record<Place, Finding[]>> = {};
    for (const finding of worthShowing(checks.findings, violations)) {
      const place = placeOf(finding.field ?? '');
      if (place !== undefined) shown[place] = [...(shown[place] ?? []), finding];
    }
    return shown;
  }, [checks.findings, violations]);

  return {
    connector,
    violations,
    checks,
    secret,
    changeSecret,
    change,
    leave,
    showAll,
    shownViolations,
    shownFindings,
  };
}

// Of the form of one text that is still being typed: said when the field is left.
function isTyped(violation: Violation): boolean {
  return ['FIELD_FORM', 'FIELD_TOO_LONG', 'TIME_ZONE_INVALID', 'FIELD_OUT_OF_RANGE'].includes(
    violation.reason,
  );
}
