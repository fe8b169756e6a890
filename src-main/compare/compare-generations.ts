/**
 * Two generations: their images, what else their blocks were started with, and their longer texts. `a`
 * is what serves, `b` what would come. Pure.
 */
import type { Comparison } from '../../src-shared/plan.ts';
import { plain } from '../../src-shared/wording.ts';
import type { GenerationFacts } from '../yards/port.ts';
import { imageFacts, imageGaps } from './compare-images.ts';
import { orderRows, rowOf, type Fact } from './fact.ts';
import { recipeDanger } from './recipe-dangers.ts';
import { textDifference } from './text-difference.ts';

/** @param nowMs epoch milliseconds, for dates that have passed. */
export function compareGenerations(
  a: GenerationFacts,
  b: GenerationFacts,
  nowMs: number,
): Comparison {
  const both = a.image !== null && b.image !== null;
  const ofImages = a.image !== null && b.image !== null ? imageFacts(a.image, b.image, nowMs) : [];
  const [notOfA, notOfB] = [onlyUnreadIn(a, b), onlyUnreadIn(b, a)];
  const isCompared = (name: string): boolean => !notOfA.has(name) && !notOfB.has(name);
  return {
    a: plain(a.label, 80),
    b: plain(b.label, 80),
    rows: orderRows(
      [...ofImages, ...recipeFacts(a, b).filter(({ fact }) => isCompared(fact))].map(rowOf),
    ),
    texts: titlesOf(a, b)
      .filter(isCompared)
      .map((title) => textDifference(title, textOf(a, title), textOf(b, title))),
    missing: [
      ...gapsOf(a, notOfA),
      ...gapsOf(b, notOfB),
      ...(a.image !== null && b.image !== null ? imageGaps(a.image, b.image) : []),
      ...(both ? [] : ['The images are not compared.']),
    ],
  };
}

/** What `other` tells and `one` could not read: no evidence that it is not there (rule 8). */
function onlyUnreadIn(one: GenerationFacts, other: GenerationFacts): ReadonlySet<string> {
  const known = new Set(namesOf(one).map(({ name }) => name));
  const unread = namesOf(other).filter(
    ({ name, part }) => one.unread.includes(part) && !known.has(name),
  );
  return new Set(unread.map(({ name }) => name));
}

function namesOf({ facts, texts }: GenerationFacts) {
  return [
    ...facts.map(({ fact, part }) => ({ name: fact, part })),
    ...texts.map(({ title, part }) => ({ name: title, part })),
  ];
}

function recipeFacts(a: GenerationFacts, b: GenerationFacts): Fact[] {
  const left = valuesOf(a);
  const right = valuesOf(b);
  return [...new Set([...left.keys(), ...right.keys()])].map((fact) => {
    const one = left.get(fact) ?? null;
    const other = right.get(fact) ?? null;
    return { fact, a: one, b: other, ...recipeDanger(fact, one, other) };
  });
}

/** A fact that is told more than once has all of its values. */
function valuesOf({ facts }: GenerationFacts): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { fact, value } of facts) {
    const earlier = values.get(fact);
    values.set(fact, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return values;
}

function titlesOf(a: GenerationFacts, b: GenerationFacts): string[] {
  return [...new Set([...a.texts, ...b.texts].map(({ title }) => title))];
}

function textOf({ texts }: GenerationFacts, title: string): string {
  return texts.find((each) => each.title === title)?.text ?? '';
}

function gapsOf({ label, image, missing }: GenerationFacts, unread: ReadonlySet<string>): string[] {
  const name = plain(label, 80);
  const lacking = plain([...unread].join(', '), 1000);
  return [
    ...missing.map((sentence) => `${name}: ${plain(sentence, 400)}`),
    ...(lacking === '' ? [] : [`${name}: not read, so not compared: ${lacking}.`]),
    ...(image === null ? [`${name}: its image is not known to the yard.`] : []),
  ];
}
