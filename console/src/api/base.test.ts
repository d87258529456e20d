import { expect, test } from 'vitest';
import { apiUrl } from './base';

test.each([
  ['/v1/instances', '/v1/instances'],
  ['/v1:watch', '/v1:watch'],
  ['v1:watch', '/v1:watch'],
  ['/v1/instances/a/connectors/b:pause', '/v1/instances/a/connectors/b:pause'],
])('%s is beside the console', (path, at) => {
  expect(new URL(apiUrl(path)).pathname).toBe(at);
});
