export const offsets = {
  title: 'Offsets and lag',
};
