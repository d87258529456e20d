import { describe, expect, it } from 'vitest';
import { FrameReader } from './frames';

describe('frames', () => {
  it('are whole however the body is cut', () => {
    const text =
      ': heartbeat\n\nevent: CHANGED\nid: 7\ndata: {"a":1}\n\ndata: x\r\ndata: y\r\n\r\n';
    for (let cut = 1; cut < text.length; cut++) {
      const reader = new FrameReader();

      const frames = [...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut))];

      expect(frames).toEqual([
        { event: 'CHANGED', data: '{"a":1}' },
        { event: 'message', data: 'x\ny' },
      ]);
    }
  });
});
