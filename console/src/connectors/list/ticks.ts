// What is ticked after a press on one row's box. Pure.

// `names`: the rows on the screen, in order. `last`: the row whose box was pressed before; with `range`, as with the Shift key
// held, all rows between it and this one become as this one does.
export function ticksAfter(
  ticked: readonly string[],
  names: readonly string[],
  pressed: string,
  last: string,
  range: boolean,
): string[] {
  const to = names.indexOf(pressed);
  const from = range && names.includes(last) ? names.indexOf(last) : to;
  const meant = names.slice(Math.min(from, to), Math.max(from, to) + 1);
  const others = ticked.filter((name) => !meant.includes(name));
  return ticked.includes(pressed) ? others : [...others, ...meant];
}
