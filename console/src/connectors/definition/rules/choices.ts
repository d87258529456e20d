// The words that the API knows for each choice; the first stands where nothing is said.
import type { Violations } from './violation';

export const choices = {
  'source.start_offset': ['LATEST', 'EARLIEST', 'TIMESTAMP'],
  'resources.creation': ['AUTOMATIC', 'MANUAL'],
  'resources.dead_letter_storage': ['LOCAL', 'CLOUD'],
  'resources.abnormal_data_storage': ['', 'LOCAL', 'CLOUD'],
  'sink.endpoint_kind': ['', 'VPC', 'PUBLIC', 'PRIVATE'],
  'sink.mode': ['DEFAULT', 'KEY', 'VALUE'],
  'sink.format': ['TEXT', 'BINARY', 'CSV', 'JSON'],
  'sink.partition_granularity': ['HOUR', 'DAY', 'MINUTE'],
  'sink.partition_pattern': ['ORIGINAL', 'ISO'],
  'sink.partition_clock': ['RECORD', 'INGEST'],
  'sink.delivery': ['EXACTLY_ONCE', 'STREAM', 'UPSERT'],
  'sink.upsert.key': ['POSITION', 'RECORD_KEY'],
  'sink.late_policy.action': ['ABNORMAL_TOPIC', 'OWN_PARTITION'],
  'error_policy.tolerance': ['ALL', 'NONE'],
  task_type: ['KAFKA2ODPS'],
} as const;

export type ChoicePath = keyof typeof choices;
export type Choice<P extends ChoicePath> = (typeof choices)[P][number];

// What holds for a choice; a word that nobody knows is a violation, and the first holds.
export function readChoice<P extends ChoicePath>(
  path: P,
  value: unknown,
  violations: Violations,
): Choice<P> {
  const words: readonly string[] = choices[path];
  if (typeof value === 'string' && words.includes(value)) return value as Choice<P>;
  const unspecified =
    value === undefined ||
    value === null ||
    value === '' ||
    (typeof value === 'string' && value.endsWith('_UNSPECIFIED'));
  if (!unspecified) violations.add(`connector.${path}`, 'FIELD_FORM', 'choice');
  return words[0] as Choice<P>;
}
