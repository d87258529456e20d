// Partitions of a table, the newest first: by the time that they begin, which their names do not sort by. Those whose name is no
// time come last. Pure.
import type { TablePartition } from '../../api/generated/types';

export function newestFirst(partitions: readonly TablePartition[]): TablePartition[] {
  const beginOf = (partition: TablePartition) =>
    partition.beginLocal ? Date.parse(partition.beginLocal) : Number.NEGATIVE_INFINITY;
  return [...partitions].sort((a, b) => {
    const [first, second] = [beginOf(a), beginOf(b)];
    return first === second ? (b.spec ?? '').localeCompare(a.spec ?? '') : second - first;
  });
}
