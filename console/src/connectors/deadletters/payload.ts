// Bytes of a record as people can read them. They come from strangers: they are text, never markup. Pure.

export type View = 'text' | 'hex' | 'json';

export function bytesOf(base64: string | undefined): Uint8Array | undefined {
  if (base64 === undefined) return undefined;
  const plain = atob(base64.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

export interface Text {
  text: string;
  // False: the bytes are not UTF-8, and what is not stands as U+FFFD.
  utf8: boolean;
}

// What cannot be seen is made visible where it is shown.
export function textOf(bytes: Uint8Array): Text {
  try {
    return {
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      utf8: true,
    };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), utf8: false };
  }
}

// Sixteen bytes a line: where they are, what they are, and their characters where they have any.
export function hexOf(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = part
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${characters}`);
  }
  return lines.join('\n');
}

// Laid out, or undefined when it is none.
export function jsonOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    // Numbers that JavaScript would round stand as they were written.
    return hasLongNumber(text) ? text : JSON.stringify(value, null, 2);
  } catch {
    return undefined;
  }
}

function hasLongNumber(text: string): boolean {
  return /(?<![\w".])-?\d{16,}/.test(text);
}

// What suits the bytes: JSON, text, or hex where they are neither.
export function bestView(bytes: Uint8Array): View {
  if (jsonOf(bytes) !== undefined) return 'json';
  return textOf(bytes).utf8 ? 'text' : 'hex';
}

export function shown(bytes: Uint8Array, view: View): string {
  switch (view) {
    case 'text':
      return textOf(bytes).text;
    case 'hex':
      return hexOf(bytes);
    case 'json':
      return jsonOf(bytes) ?? textOf(bytes).text;
  }
}
