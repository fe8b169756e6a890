/** Which generation made a response, by the marker that the operator declared. Pure; all text is hostile. */
import type { Generation } from '../../../../src-shared/fleet.ts';
import { generationLabel, type GenerationId } from '../../../../src-shared/ids.ts';
import type { DeclaredMarker } from '../../../../src-shared/marker.ts';

export interface MarkedResponse {
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Longer ones are no name of a generation. */
const longestValue = 300;

/** Null when the response does not carry the marker. */
export function markerValueOf(marker: DeclaredMarker, response: MarkedResponse): string | null {
  const value = found(marker, response)?.trim();
  return value === undefined || value === '' || value.length > longestValue ? null : value;
}

function found(marker: DeclaredMarker, { headers, body }: MarkedResponse): string | undefined {
  switch (marker.kind) {
    case 'header':
      return headers[marker.name.toLowerCase()];
    case 'json':
      return memberOf(body, marker.member);
    case 'text': {
      const start = body.indexOf(marker.before);
      if (start < 0) return undefined;
      const from = start + marker.before.length;
      const end = body.indexOf(marker.after === '' ? '\n' : marker.after, from);
      if (end < 0) return marker.after === '' ? body.slice(from) : undefined;
      return body.slice(from, end);
    }
  }
}

function memberOf(body: string, path: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = Reflect.get(value, name);
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

type Named = Pick<Generation, 'id' | 'number' | 'label' | 'image'>;

/**
 * What the operator declared first; then every name of a generation: its id, label, number (`3`, `v3`,
 * `v003`) and image. Null when it names none of them, or more than one.
 * @param versionOf what people call an image: its version or name.
 */
export function generationOfMarker(
  value: string,
  meaning: DeclaredMarker['meaning'],
  generations: readonly Named[],
  versionOf: (image: Named['image']) => string | undefined,
): GenerationId | null {
  const declared = Object.hasOwn(meaning, value) ? meaning[value] : undefined;
  if (declared !== undefined) return generations.find(({ id }) => id === declared)?.id ?? null;
  const matching = generations.filter((one) => namesOf(one, versionOf).includes(value));
  const [only] = matching;
  return matching.length === 1 && only !== undefined ? only.id : null;
}

function namesOf(
  { id, number, label, image }: Named,
  versionOf: (image: Named['image']) => string | undefined,
): readonly (string | undefined)[] {
  const name = id.split('/')[0];
  const counted = [String(number), `v${number}`, generationLabel(number)];
  return [id, name, label, ...counted, image, versionOf(image)];
}
