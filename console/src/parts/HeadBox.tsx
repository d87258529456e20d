// The checkbox in a table's head. antd copies a head's content into a row that nobody sees, to measure the columns: there the
// box is left out, for the Tab key would stop at it.
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';

export function HeadBox({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState(false);
  useLayoutEffect(
    () => setCopied(place.current?.closest('tr')?.getAttribute('aria-hidden') === 'true'),
    [],
  );
  return <div ref={place}>{!copied && children}</div>;
}
