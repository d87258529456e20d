// What stands on the same buttons of many rooms.
export const buttons = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  apply: 'Apply',
  retry: 'Retry',
  reload: 'Reload',
  back: 'Back',
  next: 'Next',
  previous: 'Previous',
  create: 'Create',
  refresh: 'Refresh',
  clear: 'Clear',
  more: 'More',
  details: 'Details',
};
