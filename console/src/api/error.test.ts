import { describe, expect, it } from 'vitest';
import { parseError } from './error';

describe('an error of the API', () => {
  it('tells status, reason, metadata, violations and when to come again', () => {
    const error = parseError(
      400,
      JSON.stringify({
        code: 3,
        message: 'two fields are wrong',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'VALIDATION_FAILED',
            domain: 'sluice',
            metadata: { a: 'b' },
          },
          {
            '@type': 'type.googleapis.com/google.rpc.BadRequest',
            fieldViolations: [
              {
                field: 'connector.sink.table',
                description: 'is missing',
                reason: 'FIELD_REQUIRED',
              },
            ],
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1.5s' },
        ],
      }),
      'r1',
    );

    expect(error.status).toBe('INVALID_ARGUMENT');
    expect(error.reason).toBe('VALIDATION_FAILED');
    expect(error.metadata).toEqual({ a: 'b' });
    expect(error.violations).toEqual([
      { field: 'connector.sink.table', description: 'is missing', reason: 'FIELD_REQUIRED' },
    ]);
    expect(error.retryDelay).toBe(1500);
    expect(error.requestId).toBe('r1');
  });

  it('is read alike when it stands under "error"', () => {
    const error = parseError(
      409,
      JSON.stringify({ error: { code: 6, message: 'taken', status: 'ALREADY_EXISTS' } }),
      '',
    );

    expect(error.status).toBe('ALREADY_EXISTS');
  });

  it('is judged by its code and not by the HTTP number, which two codes share', () => {
    expect(parseError(409, '{"code":10,"message":"stale"}', '').status).toBe('ABORTED');
    expect(parseError(409, '{"code":6,"message":"taken"}', '').status).toBe('ALREADY_EXISTS');
  });

  it('of a proxy shows no page of HTML', () => {
    const error = parseError(502, '<html><body>Bad gateway</body></html>', 'r2');

    expect(error.status).toBe('UNAVAILABLE');
    expect(error.message).toBe('HTTP 502');
  });
});
