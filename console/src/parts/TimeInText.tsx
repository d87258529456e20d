// A sentence with an instant in it: `text` is said with `timePlace` for the time.
import { Time } from './Time';

// No sentence has it.
export const timePlace = '\u0000';

interface TimeInTextProps {
  text: string;
  value: string;
  absolute?: boolean;
}

export function TimeInText({ text, value, absolute = false }: TimeInTextProps) {
  const [before, after] = text.split(timePlace);
  return (
    <span>
      {before}
      <Time value={value} absolute={absolute} />
      {after}
    </span>
  );
}
