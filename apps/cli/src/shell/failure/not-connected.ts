import { ShellError } from './shell-error.ts';

/** There is no session, and none is being opened. */
export function notConnected(): ShellError {
  return new ShellError(
    'Not connected\n"connect" opens a session with the same servers, "connect host:port" with others.',
  );
}
