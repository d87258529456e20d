// Texts inside a filter of the API: in quotes, with what would end them escaped.
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
