/** What a simulated yard says when it does nothing. */
import { FaultError } from '../../../src-shared/result.ts';

export function conflict(message: string): FaultError {
  return new FaultError({ code: 'conflict', message });
}

export function refused(message: string): FaultError {
  return new FaultError({ code: 'refused', message });
}

export function notFound(message: string): FaultError {
  return new FaultError({ code: 'not-found', message });
}
