// The instance that the page is about, else the one that was looked at last.
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { prefer, usePreferences } from '../parts/preferences';

export function useInstance(): string {
  const { pathname } = useLocation();
  const { instance } = usePreferences();
  const here = /^\/instances\/([^/]+)/.exec(pathname)?.[1];
  useEffect(() => {
    if (here && here !== '-' && here !== instance) prefer({ instance: here });
  }, [here, instance]);
  return here ?? instance;
}
