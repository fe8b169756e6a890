/** What was typed into the form of a test listener or rule, what is wrong with it, and what it amounts to. Pure. */
import { testEntrySchema, type TestEntry } from '../../../src-shared/test-entry.ts';

export interface TestDraft {
  readonly kind: 'none' | TestEntry['kind'];
  readonly balancer: string;
  readonly port: string;
  readonly name: string;
  readonly value: string;
  /** Whether Blockyard may turn it. */
  readonly turns: boolean;
}

const empty: TestDraft = {
  ...{ kind: 'none', balancer: '', port: '', name: '', value: '', turns: false },
};

export function testDraftOf(test: TestEntry | null): TestDraft {
  if (test === null) return { ...empty, kind: 'listener' };
  const turns = test.turns === true;
  return test.kind === 'listener'
    ? { ...empty, kind: 'listener', balancer: test.balancer ?? '', port: String(test.port), turns }
    : { ...empty, ...test, turns };
}

export type TestErrors = Partial<Record<'balancer' | 'port' | 'name' | 'value', string>>;

/** One sentence for each field that is filled in wrongly. What is still empty is no mistake yet. */
export function testErrors({ kind, ...draft }: TestDraft): TestErrors {
  const [balancer, port, name] = [draft.balancer.trim(), draft.port.trim(), draft.name.trim()];
  if (kind === 'none') return {};
  if (kind === 'listener') {
    const isPort = /^\d{1,5}$/u.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
    const isName = /^[A-Za-z0-9-]{0,32}$/u.test(balancer);
    return {
      ...(!isName && { balancer: 'A name like web-lb: letters, digits and hyphens, at most 32.' }),
      ...(port !== '' && !isPort && { port: 'A port from 1 to 65535.' }),
    };
  }
  const isOwn = name.toLowerCase() === 'x-blockyard-test';
  const isName = name === '' || /^[A-Za-z0-9-]{1,40}$/u.test(name);
  return {
    ...(!isName && { name: 'Letters, digits and hyphens, at most 40.' }),
    ...(isOwn && { name: 'This one is what Blockyard makes its own test rules with.' }),
    ...(/[*?]/u.test(draft.value)
      ? { value: 'Without * and ?: a rule takes them for any characters.' }
      : draft.value !== '' &&
        !/^[\x21-\x7e]{1,128}$/u.test(draft.value) && {
          value: 'At most 128 letters, without spaces.',
        }),
  };
}

/** @returns undefined while it cannot be saved; null: nothing is declared. */
export function testOf(draft: TestDraft): TestEntry | null | undefined {
  if (draft.kind === 'none') return null;
  if (Object.keys(testErrors(draft)).length > 0) return undefined;
  const balancer = draft.balancer.trim();
  const turns = draft.turns ? ({ turns: true } as const) : {};
  const parsed = testEntrySchema.safeParse(
    draft.kind === 'listener'
      ? {
          kind: 'listener',
          balancer: balancer === '' ? null : balancer,
          port: draft.port.trim() === '' ? null : Number(draft.port.trim()),
          ...turns,
        }
      : { kind: 'header', name: draft.name.trim(), value: draft.value, ...turns },
  );
  return parsed.success ? parsed.data : undefined;
}
