// Between what a form holds and what the API takes. What stands anyway is left out, so that manifests and commands stay short;
// a secret is never among the answers. Pure.
import type { Connector } from '../../api/generated/types';
import { isAsked } from './answering';
import { readDuration, writeDuration } from './duration';
import { type Answers, effective, type Path, paths, resourcePaths, rowOf } from './fields';

type Json = Record<string, unknown>;

export function toConnector(answers: Answers, secret = ''): Connector {
  const connector: Json = {};
  for (const path of paths) {
    const value = answers[path];
    if (
      value === undefined ||
      value === '' ||
      value === rowOf(path).standard ||
      !isAsked(answers, path)
    )
      continue;
    if (
      resourcePaths.some((each) => each === path) &&
      effective(answers, 'resources.creation') === 'AUTOMATIC'
    )
      continue;
    put(connector, jsonPath(path), asJson(path, value));
  }
  if (secret !== '') put(connector, ['sink', 'accessKey', 'accessKeySecret'], secret);
  return connector as Connector;
}

// The answers that would make this definition. `id`: names that follow the connector's are left to follow it.
export function fromConnector(connector: Connector, id: string): Answers {
  const answers: Answers = {};
  for (const path of paths) {
    const text = asText(path, at(connector as Json, jsonPath(path)));
    if (text !== '' && text !== effective({}, path, id)) answers[path] = text;
  }
  return answers;
}

// Another connector like this one: everything but what is its alone. Names follow the new one; an access key is entered anew.
export function cloneOf(connector: Connector, id: string): Answers {
  const answers = fromConnector(connector, id);
  for (const path of resourcePaths) delete answers[path];
  delete answers['resources.creation'];
  delete answers['resources.abnormal_data_storage'];
  return answers;
}

export function jsonPath(path: string): string[] {
  return path
    .split('.')
    .map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function asJson(path: Path, text: string): unknown {
  switch (rowOf(path).kind) {
    case 'switch':
      return text === 'true';
    case 'number':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'integer':
      // 64-bit numbers are texts in the API's JSON.
      return path === 'error_policy.max_per_minute' || !Number.isSafeInteger(Number(text))
        ? text
        : Number(text);
    case 'duration': {
      const seconds = readDuration(text);
      return seconds === undefined ? text : `${seconds}s`;
    }
    case 'labels':
      return Object.fromEntries(labelsOf(text));
    default:
      return text;
  }
}

function asText(path: Path, value: unknown): string {
  if (value === undefined || value === null) return '';
  switch (rowOf(path).kind) {
    case 'labels':
      return Object.entries(value as Record<string, string>)
        .map(([key, each]) => `${key}=${each}`)
        .sort()
        .join('\n');
    case 'switch':
      return value === true ? 'true' : '';
    case 'duration':
      return writeDuration(String(value));
    case 'integer':
      return Number(value) === 0 ? '' : String(value);
    default:
      return String(value);
  }
}

// Labels as they are typed, `team=pay`, a line each.
export function labelsOf(text: string): [string, string][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [key = '', ...rest] = line.split('=');
      return [key, rest.join('=')];
    });
}

export function at(value: Json, path: readonly string[]): unknown {
  let here: unknown = value;
  for (const step of path) here = (here as Json | undefined)?.[step];
  return here;
}

function put(into: Json, path: readonly string[], value: unknown): void {
  let here = into;
  for (const step of path.slice(0, -1)) {
    here[step] ??= {};
    here = here[step] as Json;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}
