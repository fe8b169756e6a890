/** A declared test listener or rule in words. Pure, and without its schema. */
import type { TestEntry } from './test-entry.ts';
import { plain } from './wording.ts';

/** `test listener 8443 of web-lb`, `test rule for the header x-test: green`. */
export function testEntryWords(test: TestEntry): string {
  if (test.kind === 'header') {
    return `test rule for the header ${plain(test.name, 40)}: ${plain(test.value, 128)}`;
  }
  const of = test.balancer === null ? '' : ` of ${plain(test.balancer, 32)}`;
  return `test listener ${String(test.port)}${of}`;
}
