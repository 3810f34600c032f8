import type { CallOptions } from '../call-options.ts';
import type { CallShape } from '../session/call-shape.ts';
import type { OperationContext } from './context.ts';

/** Hands in one request of a view; `path` is as the caller wrote it. */
export function submit<Request, Response, Result>(
  context: OperationContext,
  shape: CallShape<Request, Response, Result>,
  request: Request,
  path: string | undefined,
  options: CallOptions | undefined,
  instead?: (code: number) => Promise<Result> | undefined,
): Promise<Result> {
  return context.requests.submit({ shape, request, path, options, chroot: context.chroot, instead });
}
