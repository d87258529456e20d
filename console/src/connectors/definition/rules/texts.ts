// Rules for single texts, as controlplane/validation has them. Lengths are bytes of UTF-8.
import type { Violations } from './violation';

const utf8 = new TextEncoder();

export function bytesIn(text: string): number {
  return utf8.encode(text).length;
}

// Whether there is nothing to look at further.
function emptyOrTooLong(
  field: string,
  text: string,
  bytesMax: number,
  violations: Violations,
): boolean {
  if (text === '') {
    violations.add(field, 'FIELD_REQUIRED', 'required');
    return true;
  }
  if (bytesIn(text) > bytesMax) {
    violations.add(field, 'FIELD_TOO_LONG', 'bytes', { max: bytesMax });
    return true;
  }
  return false;
}

export function isId(id: string): boolean {
  return /^[0-9a-z][0-9a-z-]{0,47}$/.test(id);
}

export function checkId(field: string, id: string, violations: Violations): void {
  if (isId(id)) return;
  violations.add(field, id === '' ? 'FIELD_REQUIRED' : 'NAME_INVALID', 'id');
}

export function checkTopic(field: string, topic: string, violations: Violations): void {
  if (emptyOrTooLong(field, topic, 249, violations)) return;
  if (/^[A-Za-z0-9._-]+$/.test(topic) && topic !== '.' && topic !== '..') return;
  violations.add(field, 'FIELD_FORM', 'topic');
}

// Letters, digits and `more`.
export function checkWord(
  field: string,
  word: string,
  more: string,
  bytesMax: number,
  violations: Violations,
): void {
  if (emptyOrTooLong(field, word, bytesMax, violations)) return;
  if ([...word].every((each) => /[A-Za-z0-9]/.test(each) || more.includes(each))) return;
  violations.add(field, 'FIELD_FORM', 'word', { more });
}

export function checkOptionalWord(
  field: string,
  word: string,
  more: string,
  bytesMax: number,
  violations: Violations,
): void {
  if (word !== '') checkWord(field, word, more, bytesMax, violations);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export function checkText(
  field: string,
  text: string,
  bytesMax: number,
  violations: Violations,
): void {
  if (bytesIn(text) > bytesMax) violations.add(field, 'FIELD_TOO_LONG', 'bytes', { max: bytesMax });
  else if (control.test(text)) violations.add(field, 'FIELD_FORM', 'control');
}

export function checkUrl(field: string, url: string, violations: Violations): void {
  if (emptyOrTooLong(field, url, 512, violations)) return;
  const rest = /^https?:\/\/(.*)$/s.exec(url)?.[1] ?? '';
  const plain = /^[!-~]*$/.test(rest) && !/[?#@"'<>\\]/.test(rest);
  if (plain && isHostPort(rest.split('/')[0] ?? '')) return;
  violations.add(field, 'FIELD_FORM', 'url');
}

function isHostPort(address: string): boolean {
  let host = address;
  const colon = address.lastIndexOf(':');
  if (colon >= 0) {
    const port = address.slice(colon + 1);
    if (!/^\d{1,9}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) return false;
    host = address.slice(0, colon);
  }
  if (host.startsWith('[')) return /^\[[0-9A-Fa-f:.]+\]$/.test(host);
  return /^[A-Za-z0-9._-]+$/.test(host);
}

export function checkLabels(
  field: string,
  labels: Record<string, string>,
  violations: Violations,
): void {
  const entries = Object.entries(labels);
  if (entries.length > 64) {
    violations.add(field, 'FIELD_TOO_LONG', 'tooMany', { max: 64 });
    return;
  }
  for (const [key, value] of entries) {
    if (!/^[a-z][a-z0-9._/-]{0,62}$/.test(key))
      violations.add(field, 'FIELD_FORM', 'labelKey', { key: key.slice(0, 64) });
    if (!/^[A-Za-z0-9._/-]{0,63}$/.test(value))
      violations.add(field, 'FIELD_FORM', 'labelValue', { key: key.slice(0, 64) });
  }
}

export function checkAnnotations(
  field: string,
  annotations: Record<string, string>,
  violations: Violations,
): void {
  const bytesMax = 16 << 10;
  const texts = Object.entries(annotations).flat();
  if (texts.reduce((sum, each) => sum + bytesIn(each), 0) > bytesMax) {
    violations.add(field, 'FIELD_TOO_LONG', 'bytes', { max: bytesMax });
    return;
  }
  for (const text of texts) checkText(field, text, bytesMax, violations);
}
