export const settings = {
  title: 'Settings',
  instances: 'Instances',
  access: 'Access',
  preferences: 'Preferences',
};
