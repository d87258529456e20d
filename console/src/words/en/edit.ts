// The page that edits a connector.
export const edit = {
  title: 'Edit',
  fixed: {
    name: 'Topics and groups are named after it, so it cannot change. Create another connector, or clone this one.',
    topic:
      'Offsets, the ledger and the pinned start are those of this topic. Create another connector for another topic.',
    resources:
      'Offsets, configuration and status lie under these names, and nothing that exists is altered. Create another connector for others.',
    start:
      'The first Deploy has pinned the start, once in the connector’s life. Move its offsets instead.',
  },
  changedFields_one: '{{count}} field changed',
  changedFields_other: '{{count}} fields changed',
  review: 'Review',
  reviewTitle: 'Review the change',
  changes: 'Fields that change',
  secretChanged: 'another secret, not shown',
  effect: {
    IN_PLACE: 'Tasks do not notice.',
    RESTART:
      'Each task finishes what it began, at most 15 seconds, and goes on at the same offsets by the new definition.',
    REBALANCE:
      'Tasks are made, removed or moved; those that stay finish what they began and go on by the new definition.',
  },
  reason: 'Why (kept with the revision)',
  rollbackAfter: 'Bring the definition before back by itself, if this one is not healthy within',
  never: 'never',
  minutes_one: '{{count}} minute',
  minutes_other: '{{count}} minutes',
  saved: '{{name}} was saved',
  refused: 'It was refused; nothing was saved',
  failed: 'It was not saved',
  somebody: 'somebody',
  changedBy: 'Changed by {{who}}',
  changedByHelp: 'What you typed is kept. Fields that only one of you changed merge by themselves.',
  takeOver: 'Take it over now',
  conflictTitle: 'Somebody else changed the same fields',
  conflictHelp:
    'Nothing is saved yet, and nothing that you typed is lost. Say which value shall stand, then review and save again.',
  field: 'Field',
  base: 'Before',
  theirs: 'Theirs',
  yours: 'Yours',
  stands: 'Shall stand',
  standsOf: 'Which value of {{field}} shall stand',
  standard: 'default',
};
