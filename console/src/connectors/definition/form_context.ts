// What the fields of a definition know of the form that they are on.
import { createContext, useContext } from 'react';
import type { Finding, Instance } from '../../api/generated/types';
import type { Answers, Path } from './fields';
import type { Place } from './findings';
import type { Violation } from './rules/violation';

export interface DefinitionForm {
  // `instances/{instance}`.
  parent: string;
  instance: Instance | undefined;
  id: string;
  answers: Answers;
  change: (path: Path, value: string) => void;
  // Kept by the form in memory only.
  secret: string;
  changeSecret: (secret: string) => void;
  // What is wrong, by place; only what is to be shown now.
  violations: Partial<Record<Place, Violation[]>>;
  findings: Partial<Record<Place, Finding[]>>;
  // Somebody has left the field.
  leave: (place: Place) => void;
  // Of a connector that exists: what is stored, and what may not be changed any more.
  stored?: Answers;
  secretStored?: boolean;
  deployed?: boolean;
}

export const FormContext = createContext<DefinitionForm | undefined>(undefined);

export function useDefinitionForm(): DefinitionForm {
  const form = useContext(FormContext);
  if (!form) throw new Error('a field of a definition outside of a form');
  return form;
}
