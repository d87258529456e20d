// Server-sent events out of a body that arrives in pieces.

export interface Frame {
  event: string;
  data: string;
}

// A frame that is longer than this is none of ours: 100 connectors are well below it.
const frameCharsMax = 16 << 20;

export class FrameReader {
  private rest = '';

  // The frames that are complete with this piece.
  push(piece: string): Frame[] {
    this.rest = (this.rest + piece).replaceAll('\r\n', '\n');
    const parts = this.rest.split('\n\n');
    this.rest = parts.pop() ?? '';
    if (this.rest.length > frameCharsMax) throw new Error('a frame without an end');
    return parts.map(parse).filter((frame) => frame.data !== '' || frame.event !== 'message');
  }
}

function parse(part: string): Frame {
  let event = 'message';
  const data: string[] = [];
  for (const line of part.split('\n')) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
  }
  return { event, data: data.join('\n') };
}
