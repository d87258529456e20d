export const test = {
  title: 'Send a test record',
};
