export const data = {
  title: 'Data preview',
};
