/** What went wrong, in words for whoever reads the log of a job: what, where, and the next step. No stack traces. */
import { S3ServiceException } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { DrillFailure } from './failure.ts';

/** @param definition path of the definition, as it was given */
export function explain(error: unknown, definition: string | undefined): string {
  if (error instanceof DrillFailure) return error.message;
  if (error instanceof z.ZodError) return `the definition ${definition} is not valid:\n${z.prettifyError(error)}`;
  if (error instanceof SyntaxError) return `the definition ${definition} is no JSON: ${error.message}`;
  if (error instanceof S3ServiceException) {
    const { httpStatusCode } = error.$metadata;
    const next = httpStatusCode === 403 ? 'look at the key, and at what its store allows it' : httpStatusCode === 404 ? 'look at the name of the bucket, and whether its bootstrap has run' : 'look at the log of the store';
    return `the store refused: ${[httpStatusCode, error.name, error.message].filter(Boolean).join(' ')}: ${next}`;
  }
  if (!(error instanceof Error)) return String(error);
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === 'ENOENT' && path !== undefined) return `there is no file ${path}: mount it, or name the right one`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT') return `the store does not answer (${code}${address === undefined ? '' : ` ${address}:${port}`}): look at its endpoint in the definition, and at the flows of the job`;
  return error.cause === undefined ? error.message : `${error.message}: ${explain(error.cause, definition)}`;
}
