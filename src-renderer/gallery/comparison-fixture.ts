/** Two images that differ in a few facts, one of them dangerous. */
import type { Comparison, FactRow } from '../../src-shared/plan.ts';
import { imageId } from './fixtures.ts';

function row(
  fact: string,
  a: string | null,
  b: string | null,
  danger: string | null = null,
): FactRow {
  const change = a === b ? 'equal' : a === null ? 'added' : b === null ? 'removed' : 'changed';
  return { fact, a, b, change, danger };
}

export const comparison: Comparison = {
  a: imageId(1),
  b: imageId(2),
  texts: [],
  missing: [],
  rows: [
    row('Version', '1.0.0', '2.0.0'),
    row('Commit', 'a81f3c9d', '5be20d71'),
    row('Built', '2026-11-17 13:12', '2026-11-23 13:44'),
    row(
      'Health path',
      '/health',
      '/',
      'The health check asks a page that answers before the server can work.',
    ),
    row('Number of files', '15', '16'),
    row('server.mjs', 'sha256:4f1a\u2026', 'sha256:90cc\u2026'),
    row('theme.css', null, 'sha256:77b0\u2026'),
    row('Name', 'storefront', 'storefront'),
    row('Start', 'server.mjs', 'server.mjs'),
    row('Port variable', 'PORT', 'PORT'),
    row('Base', 'node 24', 'node 24'),
    row('Recipe', 'npm ci && npm run build', 'npm ci && npm run build'),
  ],
};
