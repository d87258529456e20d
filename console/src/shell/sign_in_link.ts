// A link that signs in once carries its code behind `#`, where no server sees it. It is taken out of the URL before anything
// else happens, so that neither the history nor a screenshot keeps it.
import { type Credential, signIn } from '../api/access';

let pending: Promise<void> | undefined;
const listeners = new Set<() => void>();

export function takeCode(): void {
  const match = /^#(?:code=)?(slk_[A-Za-z0-9_-]+)$/.exec(location.hash);
  if (!match?.[1]) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  const credential: Credential = { code: match[1] };
  pending = signIn(credential);
  // Whoever shows the outcome handles it; until then it is nobody's.
  pending.catch(() => undefined);
}

// Ends when the code has been exchanged; undefined: there was none.
export function codeExchange(): Promise<void> | undefined {
  return pending;
}

export function forgetCode(): void {
  pending = undefined;
  for (const listener of listeners) listener();
}

export function onCodeExchange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
