// What a browser has and jsdom has not, and the server that answers instead of the network. A call that no test foresaw fails.
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';

// A bound for what never comes, not a measure: machines are slow at times.
configure({ asyncUtilTimeout: 15_000 });

vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
// Charts are drawn on a canvas, which jsdom has none of: there, what they do leaves no trace.
const canvas: object = new Proxy(
  {},
  {
    get: (_, call) => (call === 'measureText' ? () => ({ width: 0 }) : () => undefined),
    set: () => true,
  },
);
HTMLCanvasElement.prototype.getContext = (() => canvas) as never;
vi.stubGlobal(
  'Path2D',
  class {
    addPath() {}
    arc() {}
    bezierCurveTo() {}
    closePath() {}
    lineTo() {}
    moveTo() {}
    rect() {}
  },
);
// antd measures scrollbars with a pseudo-element, which jsdom complains about.
const computed = window.getComputedStyle.bind(window);
window.getComputedStyle = (element) => computed(element);
Element.prototype.scrollIntoView ??= () => undefined;

const { server } = await import('./server');
beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
