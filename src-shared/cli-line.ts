/** What a button does, as a script for `blockyard`: a line, or for a release its file. Pure. */
import type { Fleet } from './fleet.ts';
import { labelOfGeneration, type GenerationId, type YardId } from './ids.ts';
import type { Wish } from './wish-schema.ts';
import { releaseFileOf, releaseFileText } from './release-file.ts';
import { generationOf } from './roles.ts';
import { shellQuote } from './shell-quote.ts';

/** `local` is what is meant when nothing is said. */
const usualYard = 'local';

export function cliLine(
  yard: YardId,
  fleet: Fleet,
  wish: Exclude<Wish, { kind: 'release' }>,
  quote: (word: string) => string = quoted,
): string {
  const place = yard === usualYard ? [] : ['--yard', yard];
  const words = ['blockyard', ...place, ...wordsOf(fleet, wish), '--fleet', fleet.id];
  return words.map((word) => quote(word)).join(' ');
}

/** What needs no quotes is easier to read without them. */
function quoted(word: string): string {
  return /^[\w@.:/=+-]+$/u.test(word) ? word : shellQuote(word);
}

function wordsOf(fleet: Fleet, wish: Exclude<Wish, { kind: 'release' }>): readonly string[] {
  switch (wish.kind) {
    case 'cut-over': {
      const { accepted } = wish;
      const why = accepted === undefined ? [] : ['--accept-warnings', accepted.reason];
      return ['cutover', labelIn(fleet, wish.to), ...why];
    }
    case 'revert':
      return ['revert', '--to', wish.to];
    case 'launch':
      return ['launch', wish.image, '--size', String(wish.size)];
    case 'replace':
      return ['replace', wish.block];
    case 'retire':
      return ['retire', labelIn(fleet, wish.generation), '--confirm', wish.generation];
    case 'adopt':
      return ['adopt', labelIn(fleet, wish.generation), '--confirm', wish.generation];
    case 'stop':
    case 'start':
      return [wish.kind, labelIn(fleet, wish.generation)];
    case 'scale':
      return ['scale', labelIn(fleet, wish.generation), '--size', String(wish.size)];
  }
}

function labelIn(fleet: Fleet, id: GenerationId): string {
  const found = generationOf(fleet, id);
  return found === undefined ? id : labelOfGeneration(found);
}

/** The file for `blockyard release FILE`. */
export function releaseScript(
  yard: YardId,
  fleet: Fleet,
  { source, terms, accepted }: Extract<Wish, { kind: 'release' }>,
): string {
  const what =
    source.kind === 'generation'
      ? { generation: source.generation }
      : {
          ...{ image: source.image, size: source.size },
          ...(source.recipeOf !== undefined && { recipeOf: source.recipeOf }),
        };
  const why = accepted === undefined ? {} : { acceptWarnings: accepted.reason };
  return releaseFileText(releaseFileOf({ yard, fleet: fleet.id, ...what, ...why }, terms));
}
