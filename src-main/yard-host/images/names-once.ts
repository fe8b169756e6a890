/**
 * JSON keeps the last of two members with one name and says nothing. Whoever wrote both meant one of them, and nobody
 * knows which: an image with such a manifest is not imported. One that was imported before is read as it always was.
 */
import { FaultError } from '../../../src-shared/result.ts';
import { MANIFEST_NAME } from './manifest.ts';
import { showPath } from './image-path.ts';

/** @param bytes of a manifest that was read. @throws FaultError with both lines. */
export function refuseNamesTwice(bytes: Uint8Array): void {
  const text = new TextDecoder().decode(bytes);
  const twice = firstTwice(text);
  if (twice === null) return;
  const [before, after] = [twice.firstAt, twice.at].map((at) => lineOf(text, at));
  const where = before === after ? `in line ${before}` : `in line ${before} and in line ${after}`;
  throw new FaultError({
    code: 'bad-input',
    message: `${showPath(twice.path)} stands twice in ${MANIFEST_NAME}, ${where}.`,
    where: showPath(twice.path),
    todo: 'Keep the one that is meant and import again.',
  });
}

interface Twice {
  /** `build.commit` */
  readonly path: string;
  readonly firstAt: number;
  readonly at: number;
}

interface Open {
  readonly isObject: boolean;
  /** Where each name stands. */
  readonly names: Map<string, number>;
  /** The member that is being read. */
  name: string;
}

// Alternatives that begin with different characters, each tried at one place alone: linear.
// eslint-disable-next-line regexp/no-super-linear-move -- sticky
const token = /[^"{}[\]]*(?:([{}[\]])|("(?:[^"\\]|\\.)*")\s*(:?))/suy;

/** @param text JSON, known to be whole. */
function firstTwice(text: string): Twice | null {
  const open: Open[] = [];
  token.lastIndex = 0;
  for (;;) {
    const found = token.exec(text);
    if (found === null) return null;
    const [, sign, quoted, colon] = found;
    if (sign === '{' || sign === '[') {
      open.push({ isObject: sign === '{', names: new Map(), name: '' });
    } else if (sign !== undefined) open.pop();
    const inside = open.at(-1);
    if (quoted === undefined || colon !== ':' || inside?.isObject !== true) continue;
    const name = JSON.parse(quoted) as string;
    const at = token.lastIndex - 1;
    const firstAt = inside.names.get(name);
    inside.name = name;
    if (firstAt !== undefined) {
      const path = open.filter(({ isObject }) => isObject).map((one) => one.name);
      return { path: path.join('.'), firstAt, at };
    }
    inside.names.set(name, at);
  }
}

function lineOf(text: string, at: number): string {
  return String(text.slice(0, at).split('\n').length);
}
