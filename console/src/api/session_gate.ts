// Where calls wait that were answered "who are you?". The shell shows the sign-in dialog over the page while anyone waits;
// when somebody has signed in, each call is repeated, and nothing that was typed is lost.

type Outcome = 'signed-in' | 'given-up';

let waiting: ((outcome: Outcome) => void)[] = [];
const listeners = new Set<() => void>();

export function waitForSignIn(signal?: AbortSignal): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: Outcome) => {
      signal?.removeEventListener('abort', leave);
      resolve(outcome);
    };
    const leave = () => {
      waiting = waiting.filter((each) => each !== settle);
      tell();
      reject(signal?.reason);
    };
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    signal?.addEventListener('abort', leave, { once: true });
    waiting.push(settle);
    tell();
  });
}

export function endWait(outcome: Outcome): void {
  const all = waiting;
  waiting = [];
  for (const settle of all) settle(outcome);
  tell();
}

export function isSignInNeeded(): boolean {
  return waiting.length > 0;
}

export function onSignInNeeded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
