/** The mark in the place of a secret: tells equal from different, to nobody who lacks the key. */
import { createHmac } from 'node:crypto';
import { maskMark } from '../../src-shared/masked-text.ts';
import type { MarkSecret } from './mask-secrets.ts';

/**
 * @param key random bytes of this run, never stored or sent: without them nobody can try out passwords
 * against a mark.
 */
export function secretMark(key: Uint8Array): MarkSecret {
  return (secret) => maskMark(createHmac('sha256', key).update(secret).digest('hex').slice(0, 12));
}
