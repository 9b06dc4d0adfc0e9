/** The kinds of failure, each with what the vendor's exception mapping makes of it (DocSpace server, ResponseWrapper.cs). */
const failures = {
  'not-found': { status: 404, type: 'ASC.Core.Common.ItemNotFoundException', hresult: -2146233088 },
  argument: { status: 400, type: 'System.ArgumentException', hresult: -2147024809 },
  security: { status: 403, type: 'System.Security.SecurityException', hresult: -2146233078 },
  'invalid-operation': { status: 403, type: 'System.InvalidOperationException', hresult: -2146233079 },
  credentials: { status: 401, type: null, hresult: 0 },
  'too-many-logins': { status: 403, type: null, hresult: 0 },
  quota: { status: 402, type: 'ASC.Core.Tenants.TenantQuotaException', hresult: -2146233088 },
  'media-type': { status: 415, type: null, hresult: 0 },
  'not-emulated': { status: 501, type: 'System.NotImplementedException', hresult: -2147467263 },
  defect: { status: 500, type: 'System.Exception', hresult: -2146233088 },
} as const;
type FailureKind = keyof typeof failures;

/** A failure that reaches the client in the vendor's error envelope. */
export class PortalError extends Error {
  override readonly name = 'PortalError';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The server replaces the text of every security failure by this one. */
const accessDenied = 'Access denied';

/** 403 "Access denied". */
export function denied(): PortalError {
  return new PortalError('security', accessDenied);
}

/** 404 with the text kept. */
export function notFound(message = 'The required item was not found'): PortalError {
  return new PortalError('not-found', message);
}

/** 403 with the text kept: the vendor's InvalidOperationException. */
export function notPossible(message: string): PortalError {
  return new PortalError('invalid-operation', message);
}

// What the server says of rights that are missing, where it does not replace it by "Access denied".
const lacking = {
  create: "You don't have enough permission to create",
  editRoom: "You don't have permission to edit the room",
  view: "You don't have enough permission to view the folder content",
} as const;

/** 403 for a missing right that the server names. */
export function lacks(right: keyof typeof lacking): PortalError {
  return notPossible(lacking[right]);
}

/** 400 in the error envelope (an ArgumentException; see ValidationProblem for the other 400). */
export function badArgument(message: string): PortalError {
  return new PortalError('argument', message);
}

/** Model validation failed: 400, but in the SUCCESS envelope. */
export class ValidationProblem extends Error {
  override readonly name = 'ValidationProblem';
  readonly errors: Record<string, string[]>;

  constructor(errors: Record<string, string[]>) {
    super(Object.values(errors).flat().join(' '));
    this.errors = errors;
  }
}

/** The error envelope of a failure. Its nulls are sent, unlike those of the success envelope. */
export function describeFailure(error: unknown): { status: number; body: Record<string, unknown> } {
  const known = error instanceof PortalError ? error : new PortalError('defect', messageOf(error));
  const { status, type, hresult } = failures[known.kind];
  const message = known.kind === 'security' ? accessDenied : known.message;
  const stack = type === null ? null : `   at ${type} in the sandbox portal`;
  return { status, body: { error: { message, type, stack, hresult }, status: 1, statusCode: status } };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
