// Hears the keys.
import { lazy, Suspense, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { hearKey, useShortcut } from '../parts/keys';
import { useInstance } from './instance';

const ShortcutList = lazy(async () => ({ default: (await import('./ShortcutList')).ShortcutList }));

export function Shortcuts() {
  const navigate = useNavigate();
  const instance = useInstance();
  const [open, setOpen] = useState(false);
  // Loaded when it is first asked for; then it stays, so that a dialog that closes gives the focus back.
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    addEventListener('keydown', hearKey);
    return () => removeEventListener('keydown', hearKey);
  }, []);
  useShortcut('help', () => {
    setAsked(true);
    setOpen(true);
  });
  useShortcut(
    'connectors',
    () => void navigate(instance ? `/instances/${instance}/connectors` : '/'),
  );
  useShortcut('workers', () => void navigate('/workers'));
  useShortcut('settings', () => void navigate('/settings'));
  return (
    asked && (
      <Suspense>
        <ShortcutList open={open} onClose={() => setOpen(false)} />
      </Suspense>
    )
  );
}
