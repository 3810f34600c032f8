import { isZooKeeperError } from '@zookit/protocol';
import type { Command } from '../command.ts';
import type { OutputFormat } from '../output/output.ts';
import { toJson } from '../output/to-json.ts';
import { UsageError } from '../words/usage-error.ts';
import { remedyFor } from './remedy.ts';
import { ShellError } from './shell-error.ts';
import { zooKeeperErrorText } from './zookeeper-error-text.ts';

/** What a process that Ctrl-C ended leaves behind, as shells have it. */
export const INTERRUPTED = 130;

/** Where a failure happened. */
export interface FailurePlace {
  readonly command: Command | undefined;
  /** Whether the user had interrupted the command. */
  readonly isAborted: boolean;
  readonly format: OutputFormat;
}

/** A failure as its user sees it. */
export interface Failure {
  /** For standard error. */
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** Tells a failure in lines of text, or in one of JSON. */
export function failureLines(error: unknown, place: FailurePlace): Failure {
  if (place.isAborted) return { lines: ['Interrupted.'], exitCode: INTERRUPTED };
  const exitCode = place.command?.failureCode ?? (error instanceof ShellError ? error.exitCode : 1);
  const message = messageOf(error, place.command?.name);
  if (place.format === 'json') return { lines: [toJson({ error: detailsOf(error, message) })], exitCode };
  return { lines: message === '' ? [] : message.split('\n'), exitCode };
}

function messageOf(error: unknown, command: string | undefined): string {
  if (error instanceof ShellError || error instanceof UsageError) return error.message;
  if (isZooKeeperError(error)) {
    const remedy = remedyFor(error, command);
    return zooKeeperErrorText(error) + (remedy === undefined ? '' : `\n${remedy}`);
  }
  if (error instanceof Error && 'errno' in error) return error.message;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `The shell has a mistake, which is not yours. Please report it: ${text}`;
}

function detailsOf(error: unknown, message: string): object {
  if (!isZooKeeperError(error)) return { message: message === '' ? 'words are missing' : message };
  const { code, path, outcome } = error;
  return { message, code, path, outcome };
}
