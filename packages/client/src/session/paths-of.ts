/** The znodes that a request is about, by their paths as the server knows them. */
export function pathsOf(request: unknown): readonly string[] {
  if (typeof request !== 'object' || request === null) return [];
  if ('operations' in request && Array.isArray(request.operations)) {
    return request.operations.flatMap((part: { readonly request: unknown }) => pathsOf(part.request));
  }
  return 'path' in request && typeof request.path === 'string' ? [request.path] : [];
}
