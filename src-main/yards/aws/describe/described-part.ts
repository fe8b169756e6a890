/** One part of a description: what was read, and what could not be, so that silence is never equality. */
import type { Fact } from '../../../../src-shared/fleet.ts';
import { faultOf } from '../../../../src-shared/result.ts';
import type { GenerationFacts } from '../../port.ts';

export interface ReadPart {
  readonly kind: 'read';
  readonly facts: readonly Fact[];
  readonly texts: readonly { readonly title: string; readonly text: string }[];
  /** What is missing of it, each as one sentence. */
  readonly missing: readonly string[];
}

export type DescribedPart =
  | ReadPart
  /** One sentence; none where another part has said it already. */
  | { readonly kind: 'unread'; readonly because: string | null };

export const nothingDescribed: ReadPart = { kind: 'read', facts: [], texts: [], missing: [] };

/** @param what `User data`: the start of the sentence when it cannot be read. */
export async function partOr(
  what: string,
  read: () => Promise<DescribedPart>,
): Promise<DescribedPart> {
  try {
    return await read();
  } catch (error) {
    const { message } = faultOf(error);
    return { kind: 'unread', because: `${what} was not read. ${message}` };
  }
}

export function joinParts(
  named: Readonly<Record<string, DescribedPart>>,
): Pick<GenerationFacts, 'facts' | 'texts' | 'missing' | 'unread'> {
  const parts = Object.entries(named);
  const read = parts.flatMap(([part, each]) => (each.kind === 'read' ? [{ part, ...each }] : []));
  return {
    facts: read.flatMap(({ part, facts }) => facts.map((fact) => ({ ...fact, part }))),
    texts: read.flatMap(({ part, texts }) => texts.map((text) => ({ ...text, part }))),
    missing: parts.flatMap(([, each]) =>
      each.kind === 'read' ? each.missing : each.because === null ? [] : [each.because],
    ),
    unread: parts.flatMap(([part, each]) => (each.kind === 'unread' ? [part] : [])),
  };
}

/** No fact where AWS says nothing. */
export function factOf(fact: string, value: string | number | boolean | null | undefined): Fact[] {
  if (value === undefined || value === null || value === '') return [];
  return [{ fact, value: typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value) }];
}

/** `t3.small` when all say the same, `t3.small 3, t3.medium 1` when they do not; most first. */
export function spread(
  values: readonly (string | undefined)[],
  countsAlways = false,
): string | null {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  if (sorted.length === 0) return null;
  const isOne = sorted.length === 1 && !countsAlways;
  return sorted.map(([value, count]) => (isOne ? value : `${value} ${count}`)).join(', ');
}
