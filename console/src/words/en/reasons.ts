export const reasons = {
  title: 'Reasons',
};
