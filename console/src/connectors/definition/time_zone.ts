// The zones that a connector takes (R21): `GMT 08:00` where a blank is a plus, `GMT-03:30`, `UTC`, names of IANA. Pure.

const offsetHoursMax = 18;

// Names that a database of zones holds beside IANA's.
const ofTheMachine = /^(localtime|posixrules|Factory|right\/.*|posix\/.*|Fixed\/.*)$/;

export function isTimeZone(text: string): boolean {
  return text.length <= 64 && (fixedMinutes(text) !== undefined || isNamed(text.trim()));
}

// Minutes east of UTC of a zone that is written as an offset.
export function fixedMinutes(text: string): number | undefined {
  const name = text.trim();
  if (/^(gmt|utc)$/i.test(name) || name === 'Z') return 0;
  const match = /^(?:gmt|utc)([ +-])(\d\d):(\d\d)$/i.exec(name);
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (Number(match[3]) > 59 || minutes > offsetHoursMax * 60) return undefined;
  return match[1] === '-' ? -minutes : minutes;
}

// A browser takes names in any letter case and abbreviations; the server takes only names as IANA writes them.
function isNamed(name: string): boolean {
  if (
    !/^[A-Za-z]/.test(name) ||
    /^(gmt|utc)/i.test(name) ||
    name.includes('..') ||
    ofTheMachine.test(name)
  )
    return false;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    if (known === name) return true;
    // An older name of the same zone: its letters are those of IANA's list if each part begins with a capital.
    return (
      known.toLowerCase() !== name.toLowerCase() &&
      /^[A-Z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)
    );
  } catch {
    return false;
  }
}
