export const list = {
  title: 'Connectors',
};
