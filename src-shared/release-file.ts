/** From a release to its file and back. Pure, and without its schema, so that the window can copy it. */
import type { OpinionTerms } from './opinion-schema.ts';
import type { ReleaseTerms } from './release-schema.ts';
import type { ReleaseFile } from './release-file-schema.ts';
import { usualOpinion, usualTerms } from './release.ts';
import { readSpan, spanText } from './span-text.ts';

/** @param file as its schema has let it pass. */
export function termsIn(file: ReleaseFile): ReleaseTerms {
  const { checks = {}, guards = {}, opinion = {} } = file;
  const usual = usualTerms;
  return {
    checks: {
      path: checks.path ?? usual.checks.path,
      status: checks.status ?? usual.checks.status,
      text: checks.text === undefined ? usual.checks.text : checks.text,
      withinMs: spanIn(checks.within, usual.checks.withinMs),
      inARow: checks.inARow ?? usual.checks.inARow,
    },
    waitsForPress: file.waitsForPress ?? usual.waitsForPress,
    ...(file.findings && { findings: file.findings }),
    steps: (file.steps ?? usual.steps.map(stepFor)).map(({ percent, pause }) => ({
      percent,
      pauseMs: pause === 'press' ? null : spanIn(pause, 0),
    })),
    bakeMs: spanIn(file.bake, usual.bakeMs),
    guards: {
      errorShare: guards.errorShare ?? usual.guards.errorShare,
      latencyTimes: guards.latencyTimes ?? usual.guards.latencyTimes,
    },
    opinion: {
      isRequired: opinion.required ?? usualOpinion.isRequired,
      waitMs: spanIn(opinion.wait, usualOpinion.waitMs),
      alarms: opinion.alarms ?? usualOpinion.alarms,
    },
    ...(file.data && { data: { change: file.data.change, text: file.data.text ?? '' } }),
  };
}

function spanIn(text: string | undefined, usualMs: number): number {
  return text === undefined ? usualMs : (readSpan(text) ?? usualMs);
}

function stepFor({ percent, pauseMs }: ReleaseTerms['steps'][number]) {
  return { percent, pause: pauseMs === null ? 'press' : spanText(pauseMs) };
}

/** Where it is to happen, and what is released: names for people, an image by its id. */
export type ReleaseFileHead = Pick<
  ReleaseFile,
  'yard' | 'fleet' | 'image' | 'generation' | 'size' | 'recipeOf' | 'acceptWarnings'
>;

/** Everything is said, also what is usual: a script must not change with a later version. */
export function releaseFileOf(head: ReleaseFileHead, terms: ReleaseTerms): ReleaseFile {
  const { path, status, text, withinMs, inARow } = terms.checks;
  const { acceptWarnings, ...what } = head;
  return {
    blockyard: 1,
    ...what,
    checks: { path, status, text, within: spanText(withinMs), inARow },
    waitsForPress: terms.waitsForPress,
    ...(terms.findings && { findings: terms.findings }),
    steps: terms.steps.map(stepFor),
    bake: spanText(terms.bakeMs),
    guards: terms.guards,
    ...(terms.opinion && { opinion: opinionFor(terms.opinion) }),
    ...(terms.data && { data: terms.data }),
    ...(acceptWarnings !== undefined && { acceptWarnings }),
  };
}

function opinionFor({ isRequired, waitMs, alarms }: OpinionTerms) {
  return { required: isRequired, wait: spanText(waitMs), alarms: [...alarms] };
}

/** As YAML for people: each text stands in quotes, as JSON writes it, which YAML reads the same. */
export function releaseFileText(file: ReleaseFile): string {
  const lines = Object.entries(file).flatMap(([key, value]): string[] => {
    if (value === undefined) return [];
    if (!Array.isArray(value) || value.length === 0) return [`${key}: ${flowOf(value)}`];
    return [`${key}:`, ...value.map((each) => `  - ${flowOf(each)}`)];
  });
  return `# blockyard release FILE\n${lines.join('\n')}\n`;
}

function flowOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flowOf).join(', ')}]`;
  const parts = Object.entries(value).map(([key, each]) => `${key}: ${flowOf(each)}`);
  return `{ ${parts.join(', ')} }`;
}
