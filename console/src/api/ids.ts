// A request's id, made once for each intent: double clicks and retries are then one. Without a secure context there is no
// crypto.randomUUID, so the bytes are drawn directly.
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `console-${hex}`;
}
