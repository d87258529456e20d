// What the API answers instead of an answer. Decide on `status` and `reason`, never on the HTTP number or the message.

export type StatusCode =
  | 'CANCELLED'
  | 'UNKNOWN'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

// By number, as google.rpc.Code has them; 0 is none.
const codes: (StatusCode | undefined)[] = [
  undefined,
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

export interface FieldViolation {
  field: string;
  description: string;
  reason: string;
}

export interface Precondition {
  type: string;
  subject: string;
  description: string;
}

export class ApiError extends Error {
  readonly status: StatusCode;
  // UPPER_SNAKE of ErrorInfo; `NETWORK` when no answer came; empty when none was said.
  readonly reason: string;
  readonly metadata: Record<string, string>;
  readonly violations: FieldViolation[];
  readonly preconditions: Precondition[];
  // Of RetryInfo, in milliseconds.
  readonly retryDelay: number | undefined;
  // The id that the call carried, for whoever looks into the logs.
  readonly requestId: string;

  constructor(parts: {
    status: StatusCode;
    message: string;
    reason?: string;
    metadata?: Record<string, string>;
    violations?: FieldViolation[];
    preconditions?: Precondition[];
    retryDelay?: number | undefined;
    requestId?: string;
  }) {
    super(parts.message);
    this.name = 'ApiError';
    this.status = parts.status;
    this.reason = parts.reason ?? '';
    this.metadata = parts.metadata ?? {};
    this.violations = parts.violations ?? [];
    this.preconditions = parts.preconditions ?? [];
    this.retryDelay = parts.retryDelay;
    this.requestId = parts.requestId ?? '';
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

// An abort that the caller asked for is none of the errors that are shown.
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

// Whether a write that ended so may have been carried out all the same: nobody has said yes or no.
export function isOutcomeUnknown(error: unknown): boolean {
  if (!isApiError(error)) return true;
  return ['DEADLINE_EXCEEDED', 'INTERNAL', 'UNKNOWN', 'UNAVAILABLE', 'CANCELLED'].includes(
    error.status,
  );
}

// Somebody else has changed it since it was read.
export function isOvertaken(error: unknown): boolean {
  return isApiError(error) && error.status === 'ABORTED' && error.reason === 'ETAG_MISMATCH';
}

// Reads an error's body: google.rpc.Status as JSON, bare or under `error`. Whatever a proxy says instead becomes a status by
// its HTTP number.
export function parseError(httpStatus: number, body: string, requestId: string): ApiError {
  const status = statusOf(body);
  if (!status) {
    return new ApiError({
      status: byHttp(httpStatus),
      message: plain(body, httpStatus),
      requestId,
    });
  }
  const details = Array.isArray(status.details) ? status.details.filter(isObject) : [];
  const info = detail(details, 'ErrorInfo');
  return new ApiError({
    status: codes[Number(status.code)] ?? asCode(status.status) ?? byHttp(httpStatus),
    message: text(status.message) || `HTTP ${httpStatus}`,
    reason: text(info?.reason),
    metadata: texts(info?.metadata),
    violations: list(detail(details, 'BadRequest')?.fieldViolations).map((each) => ({
      field: text(each.field),
      description: text(each.description),
      reason: text(each.reason),
    })),
    preconditions: list(detail(details, 'PreconditionFailure')?.violations).map((each) => ({
      type: text(each.type),
      subject: text(each.subject),
      description: text(each.description),
    })),
    retryDelay: milliseconds(text(detail(details, 'RetryInfo')?.retryDelay)),
    requestId: text(detail(details, 'RequestInfo')?.requestId) || requestId,
  });
}

type Dict = Record<string, unknown>;

function statusOf(body: string): Dict | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (!isObject(value)) return undefined;
    const inner = isObject(value.error) ? value.error : value;
    return 'code' in inner || 'status' in inner ? inner : undefined;
  } catch {
    return undefined;
  }
}

function detail(details: Dict[], type: string): Dict | undefined {
  return details.find((each) => text(each['@type']).endsWith(`google.rpc.${type}`));
}

function isObject(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): Dict[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, text(each)]));
}

function asCode(value: unknown): StatusCode | undefined {
  return codes.find((code) => code !== undefined && code === value);
}

function milliseconds(duration: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)s$/.exec(duration);
  return match ? Math.round(Number(match[1]) * 1000) : undefined;
}

function plain(body: string, httpStatus: number): string {
  const first = body.trim();
  return first === '' || first.startsWith('<') ? `HTTP ${httpStatus}` : first.slice(0, 300);
}

function byHttp(status: number): StatusCode {
  switch (status) {
    case 400:
      return 'INVALID_ARGUMENT';
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'PERMISSION_DENIED';
    case 404:
      return 'NOT_FOUND';
    case 409:
      return 'ABORTED';
    case 429:
      return 'RESOURCE_EXHAUSTED';
    case 501:
      return 'UNIMPLEMENTED';
    case 502:
    case 503:
      return 'UNAVAILABLE';
    case 504:
      return 'DEADLINE_EXCEEDED';
    default:
      return status >= 500 ? 'INTERNAL' : 'UNKNOWN';
  }
}
