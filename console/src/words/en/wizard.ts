export const wizard = {
  title: 'Create a connector',
};
