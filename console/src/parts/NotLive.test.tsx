import { render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import type { LiveStatus } from '../api/stream/messages';
import { tooMany } from '../api/stream/messages';
import { NotLive } from './NotLive';

let status: LiveStatus;
vi.mock('../api/stream/watch', () => ({
  liveStatus: () => status,
  onLiveStatus: () => () => undefined,
}));

test('a page that no stream has room for does not say that it is tried again', () => {
  status = { live: false, since: Date.now() - 60_000, why: tooMany };
  render(<NotLive />);

  expect(screen.getByText(/^Not live: this browser has more pages open/)).toBeTruthy();
});

test('a page whose stream is away says since when', () => {
  status = { live: false, since: Date.now() - 60_000, why: 'NETWORK' };
  render(<NotLive />);

  expect(screen.getByText(/^Not live since \d\d:\d\d:\d\d; trying again/)).toBeTruthy();
});
