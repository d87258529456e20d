export const revisions = {
  title: 'Revisions',
};
